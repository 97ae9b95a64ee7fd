/** Run in a process of its own, by any Node: what this host measures, as JSON. The argument is a `Task` as JSON. */
import { measureHost } from './host.mjs';

console.log(JSON.stringify(await measureHost(JSON.parse(process.argv[2]))));
