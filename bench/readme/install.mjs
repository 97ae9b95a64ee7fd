/** Installs the Nodes that the README's figures are of. Without a network the rest is measured all the same. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readNoOptions } from '../../scripts/options.mjs';

readNoOptions('npm run bench:readme', 'Installs the Nodes of which the README has figures.');
const folder = fileURLToPath(new URL('../nodes', import.meta.url));
try {
  execFileSync('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
} catch (error) {
  console.error(`The Nodes of bench/nodes could not be installed, and are not measured: ${error}`);
}
