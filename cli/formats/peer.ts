/** Libraries for formats that not everybody needs: loaded where they are asked for. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure } from '../failure.ts';

/**
 * A library that stands beside this package or, since npx runs the command from a cache, in the folder where it was called.
 *
 * @throws Failure that says what to install
 */
export async function loadPeer<Peer>(name: string, purpose: string, load: () => Promise<Peer>): Promise<Peer> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error, name)) throw error;
  }
  try {
    const path = createRequire(join(process.cwd(), 'package.json')).resolve(name);
    const module = await import(pathToFileURL(path).href);
    return module.default?.__esModule ? module.default : module;
  } catch (error) {
    if (!isMissing(error, name)) throw error;
    throw new Failure(`${purpose} needs the package ${name}: npm install ${name}`);
  }
}

function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && message.includes(`'${name}'`);
}
