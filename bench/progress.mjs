/** Says on stderr what is measured, so that stdout holds nothing but results: in one line of a terminal, else line by line. */

/** @param {{ isTTY?: boolean, write: (text: string) => unknown }} [stream] */
export function openProgress(stream = process.stderr) {
  const terminal = stream.isTTY === true;
  return {
    /** Says what happens now. @param {string} text */
    say: (text) => void stream.write(terminal ? `\r\x1b[K${text}` : `${text}\n`),
    /** Makes room for results: a terminal's line is emptied. */
    end: () => void (terminal && stream.write('\r\x1b[K')),
  };
}
