import {providerRows} from '../provider/rows.js';

/** The ids whose `<ID>_API_KEY` counts as a key of theirs without being declared in the config: vendors, not servers on this machine. */
export const keyedProviders: readonly string[] = providerRows.map(row => row.id).filter(id => !['ollama', 'local', 'demo'].includes(id));
