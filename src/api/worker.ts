/** The worker script `sigmoid-wasm/worker`. */

import { hostFunctions } from '../functions/host-functions.ts';
import { serve } from '../runtime/threads/worker.ts';

serve(hostFunctions);
