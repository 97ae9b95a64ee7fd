/** Run in a process of its own: what import and the first calls cost, as JSON. */
import { timesOfStart } from './start.mjs';

console.log(JSON.stringify(await timesOfStart(process.argv[2] === 'ts' ? 'ts' : 'auto')));
