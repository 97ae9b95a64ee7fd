/** The page: first what is seen at once, then the panels that wait to be used. */

import { showAbout } from './about.ts';
import { showAccuracy } from './accuracy/panel.ts';
import { showCurve } from './curve/panel.ts';
import { byId, copy } from './dom.ts';
import { showHero } from './hero/panel.ts';
import { keepOffline } from './offline.ts';
import { showOwnData } from './own-data/panel.ts';
import { showScrolling } from './scrolling.ts';
import { showSpeed } from './speed/panel.ts';

showCurve();
showAbout();
performance.mark('first-result');
byId('first-result').textContent = `First result ${Math.round(performance.now())} ms after the page began to load.`;

const install = byId<HTMLButtonElement>('copy-install');
install.addEventListener('click', () => copy(install, 'npm install sigmoid-wasm'));

showHero();
showSpeed();
showAccuracy();
showOwnData();

for (const scrolling of document.querySelectorAll<HTMLElement>('.scroll')) showScrolling(scrolling);

void keepOffline();
