/** The service worker: it keeps the page for when there is no network, and isolates it where the server does not. */
import { byId } from './dom.ts';

const RELOADED = 'reloaded-for-isolation';

/**
 * Where the server sets no COOP and COEP, the page has to be loaded once more, through the worker that adds them; not again if
 * that did not help.
 */
export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    const hadController = navigator.serviceWorker.controller !== null;
    await navigator.serviceWorker.register('./service-worker.js');
    await navigator.serviceWorker.ready;
    byId('offline').textContent = 'Kept for use without a network.';
    if (crossOriginIsolated) {
      sessionStorage.removeItem(RELOADED);
    } else if (!hadController && sessionStorage.getItem(RELOADED) === null) {
      sessionStorage.setItem(RELOADED, 'yes');
      location.reload();
    }
  } catch {
    byId('offline').textContent = 'This browser keeps nothing for use without a network here.';
  }
}
