/**
 * Where the project lives. `repository.url` in package.json is the one place that says it; every other address, in the
 * published manifest and in the published README, is derived from it here. Run, it ends with code 1 if there is no address yet.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What stands in place of the owner until it is decided. */
const UNDECIDED = 'OWNER';

/** The form that npm itself writes, and that its provenance is compared with. */
const REPOSITORY = /^git\+https:\/\/github\.com\/([A-Za-z0-9-]+)\/([\w.-]+)\.git$/;

/**
 * @typedef {object} Address
 * @property {string} slug owner/name, as GitHub spells it
 * @property {string} homepage
 * @property {string} bugs
 * @property {(tag: string) => string} pages what a relative path is appended to, for a file as GitHub shows it
 * @property {(tag: string) => string} raw the same for a file's bytes, which pictures need
 */

/**
 * @param {{ repository?: { url?: string } }} manifest package.json
 * @returns {Address}
 * @throws Error if the address is not decided, or not of the form that the others can be derived from
 */
export function addressOf(manifest) {
  const url = manifest.repository?.url ?? '';
  const [, owner, name] = REPOSITORY.exec(url) ?? [];
  if (owner === undefined || name === undefined) {
    throw new Error(`repository.url in package.json expected git+https://github.com/OWNER/NAME.git, got '${url}'`);
  }
  if (owner === UNDECIDED) {
    throw new Error(`repository.url in package.json still says ${UNDECIDED}: put the account there that owns the repository`);
  }
  const slug = `${owner}/${name}`;
  const web = `https://github.com/${slug}`;
  return {
    slug,
    homepage: `${web}#readme`,
    bugs: `${web}/issues`,
    pages: (tag) => `${web}/blob/${tag}/`,
    raw: (tag) => `https://raw.githubusercontent.com/${slug}/${tag}/`,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  console.log(addressOf(manifest).homepage);
}
