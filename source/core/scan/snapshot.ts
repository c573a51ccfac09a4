import {isSection} from '../config/layers.js';
import {isFree, scanLifetime, type Scan, type ScannedModel} from './scan.js';

type Candidate = {readonly id: string; readonly name: string; readonly provider: string | undefined; readonly price: unknown};

/**
Reads a snapshot of `model-scan`. `ageOf` says how many seconds ago a date in text was, NaN where it is none. What is too old or not understood is not used. By hand and not by a schema, because every launch begins with it.
*/
export function readSnapshot(text: string, ageOf: (date: string) => number): Scan {
	const value = parsed(text);
	if (!isSection(value)) {
		return {status: 'invalid', problem: value === undefined ? 'it is no JSON' : 'it is no snapshot'};
	}

	const {schema_version: version, generated_at: generated, slots} = value;
	if (!/^1(?:\.|$)/.test(String(version))) {
		return {status: 'invalid', problem: `its version is ${JSON.stringify(version) ?? 'not said'}, and 1 is understood`};
	}

	const age = typeof generated === 'string' ? ageOf(generated) : Number.NaN;
	if (Number.isNaN(age) || age < -scanLifetime) {
		return {status: 'invalid', problem: `${JSON.stringify(generated) ?? 'nothing'} is no time it can have been made at`};
	}

	if (age > scanLifetime) {
		return {status: 'stale', days: Math.floor(age / 86_400)};
	}

	if (!isSection(slots)) {
		return {status: 'invalid', problem: 'it has no slots'};
	}

	return {status: 'read', best: bestOf(slots.R1_primary, () => true), free: bestOf(slots.R3_free, isFreeCandidate)};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// Said by the caller.
		return undefined;
	}
}

/** The best candidate of a slot that fits: the one the scan chose, else the first that does. */
function bestOf(slot: unknown, fits: (candidate: Candidate) => boolean): ScannedModel | undefined {
	const {best, candidates} = isSection(slot) ? slot : {};
	const rows = Array.isArray(candidates) ? candidates.map(row => readCandidate(row)).filter(row => row !== undefined) : [];
	const chosen = typeof best === 'string' ? rows.find(row => row.id === best) ?? readCandidate({model_id: best}) : readCandidate(best);
	const found = [...(chosen === undefined ? [] : [chosen]), ...rows].find(row => fits(row));
	return found === undefined ? undefined : {model: found.name, provider: found.provider};
}

function readCandidate(value: unknown): Candidate | undefined {
	const {model_id: id, api_model: name, provider, price_blended: price} = isSection(value) ? value : {};
	return typeof id === 'string' && id !== '' ? {id, name: typeof name === 'string' && name !== '' ? name : id, provider: typeof provider === 'string' ? provider : undefined, price} : undefined;
}

/** A slot for free models may be filled with one that is not, where the scan found nothing else. */
function isFreeCandidate({id, name, price}: Candidate): boolean {
	return price === 0 || isFree(id) || isFree(name);
}
