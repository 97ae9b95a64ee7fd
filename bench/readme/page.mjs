/** In a browser: times the package's first call on this page, then measures, and sends what was found to the server that it came from. */
import { timesOfStart } from '../start.mjs';

async function report() {
  const start = await timesOfStart('auto');
  const { measureHost } = await import('./host.mjs');
  const task = JSON.parse(new URLSearchParams(location.search).get('task') ?? '');
  return { ...(await measureHost(task)), starts: [start], agent: navigator.userAgent };
}

const result = await report().catch((error) => ({ error: String(error) }));
await fetch('report', { method: 'POST', body: JSON.stringify(result) });
