import * as z from 'zod';
import {isFree, scanLifetime, type Scan, type ScannedModel} from './scan.js';

const candidate = z.looseObject({
	model_id: z.string().min(1),
	provider: z.string().nullish(),
	api_model: z.string().nullish(),
	price_blended: z.number().nullish(),
});

const slot = z.looseObject({
	best: z.union([z.string(), candidate]).nullish(),
	candidates: z.array(candidate).nullish(),
});

type Slot = z.output<typeof slot>;
type Candidate = z.output<typeof candidate>;

const snapshot = z.looseObject({
	schema_version: z.union([z.string(), z.number()]),
	generated_at: z.string(),
	slots: z.looseObject({R1_primary: slot.nullish(), R3_free: slot.nullish()}),
});

/** Reads a snapshot of `model-scan`. `ageOf` says how many seconds ago a date in text was, NaN where it is none. What is too old or not understood is not used. */
export function readSnapshot(text: string, ageOf: (date: string) => number): Scan {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return {status: 'invalid', problem: 'it is no JSON'};
	}

	const parsed = snapshot.safeParse(value);
	if (!parsed.success) {
		const path = parsed.error.issues[0]?.path.join('.') ?? '';
		return {status: 'invalid', problem: path === '' ? 'it is no snapshot' : `${path} is not what a snapshot has there`};
	}

	const {schema_version: version, generated_at: generated, slots} = parsed.data;
	if (!/^1(?:\.|$)/.test(String(version))) {
		return {status: 'invalid', problem: `its version is ${version}, and 1 is understood`};
	}

	const age = ageOf(generated);
	if (Number.isNaN(age) || age < -scanLifetime) {
		return {status: 'invalid', problem: `${JSON.stringify(generated)} is no time it can have been made at`};
	}

	if (age > scanLifetime) {
		return {status: 'stale', days: Math.floor(age / 86_400)};
	}

	return {status: 'read', best: bestOf(slots.R1_primary), free: bestOf(slots.R3_free, isFreeCandidate)};
}

/** The best candidate of a slot that fits: the one the scan chose, else the first that does. */
function bestOf(read: Slot | null | undefined, fits: (row: Candidate) => boolean = () => true): ScannedModel | undefined {
	const candidates = read?.candidates ?? [];
	const named = read?.best;
	const chosen = typeof named === 'string' ? candidates.find(row => row.model_id === named) ?? {model_id: named} : named ?? undefined;
	const found = [...(chosen === undefined ? [] : [chosen]), ...candidates].find(row => row.model_id !== '' && fits(row));
	return found === undefined ? undefined : {model: found.api_model ?? found.model_id, provider: found.provider ?? undefined};
}

/** A slot for free models may be filled with one that is not, where the scan found nothing else. */
function isFreeCandidate({model_id: id, api_model: name, price_blended: price}: Candidate): boolean {
	return price === 0 || isFree(id) || isFree(name ?? '');
}
