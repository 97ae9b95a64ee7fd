/** A README's relative links mean nothing on a registry's page; these are made absolute. */

/** Escapes, code spans, the two kinds of opening bracket, and what closes one: with a target it was a link, without it was not. */
const TOKEN = /\\.|(`+)[^`](?:.*?[^`])??\1(?!`)|!?\[|\]\(([^()\s]+)|\]/gs;

/** A fenced block of code, in which nothing is a link. */
const FENCED = /^ {0,3}(```+|~~~+)[^\n]*\n.*?^ {0,3}\1[`~]*[ \t]*$/gms;

/** Begins with a scheme, with two slashes, or with the mark of a place on the same page. */
const STAYS = /^(?:[a-z][a-z0-9+.-]*:|\/\/|#)/i;

/**
 * @param {string} markdown with links of the form `[text](target)`
 * @param {{ pages: string, raw: string }} bases what relative targets of links and of pictures are appended to
 */
export function absoluteLinks(markdown, bases) {
  let result = '';
  let from = 0;
  for (const { 0: code, index } of markdown.matchAll(FENCED)) {
    result += absoluteIn(markdown.slice(from, index), bases) + code;
    from = index + code.length;
  }
  return result + absoluteIn(markdown.slice(from), bases);
}

/** @param {string} text without fenced code @param {{ pages: string, raw: string }} bases */
function absoluteIn(text, { pages, raw }) {
  /** Whether each bracket that is open begins a picture: a link may hold one. @type {boolean[]} */
  const pictures = [];
  return text.replace(TOKEN, (token, _, target) => {
    if (token.endsWith('[')) pictures.push(token.startsWith('!'));
    if (!token.startsWith(']')) return token;
    const isPicture = pictures.pop();
    if (isPicture === undefined || target === undefined || STAYS.test(target)) return token;
    return `](${isPicture ? raw : pages}${target.replace(/^\.\//, '')}`;
  });
}
