/** One line of `npm run faults`: how often something was broken on purpose, what was lost by it, and how long it took to be well again. */
export type FaultRow = {
	readonly name: string;
	readonly runs: number;
	/** Bytes, keys, sessions or requests, whatever the fault is about. */
	readonly lost: number;
	readonly recovered_ms: number | undefined;
	/** Processes of others that were signalled; undefined where that was not looked at. */
	readonly foreign_touched?: number | undefined;
	readonly ok: boolean;
	/** Why it could not be done on this machine; then nothing ran. */
	readonly skipped?: string | undefined;
	/** What was not so, or what broke the run itself: a condition that never came. */
	readonly problem?: string | undefined;
};

/** What one run lost, and how long it took to be well again. */
export type Outcome = {readonly lost: number; readonly recoveredMs?: number | undefined; readonly foreignTouched?: number | undefined; /** Sentences of what was not so. */ readonly broken?: readonly string[]};

/** What a run opens is undone after it, the last first. It stands in for the `t` of a test, so that the same helpers serve both. */
export type Scope = {readonly teardown: (undo: () => unknown) => void};

export type Fault = {
	/** Of the fault-injection list; several rows may belong to one. */
	readonly number: number;
	/** What is broken, and what is counted as lost. */
	readonly title: string;
	readonly runs: {readonly few: number; readonly full: number};
	/** Milliseconds; undefined where time is not the question. */
	readonly limitMs?: number | undefined;
	/** Undefined where it can be done here. */
	readonly missing?: (() => string | undefined) | undefined;
	readonly once: (scope: Scope) => Promise<Outcome>;
};

/** Without a number: what is not of the list. */
export type AnyFault = Omit<Fault, 'number'> & {readonly number?: number | undefined};

export function nameOf({number, title}: AnyFault): string {
	return number === undefined ? title : `${number} ${title}`;
}

export async function runFault(fault: AnyFault, {full}: {readonly full: boolean}): Promise<FaultRow> {
	const {runs, limitMs, missing, once} = fault;
	const name = nameOf(fault);
	const skipped = missing?.();
	if (skipped !== undefined) {
		return {name, runs: 0, lost: 0, recovered_ms: undefined, ok: true, skipped};
	}

	const times = full ? runs.full : runs.few;
	let lost = 0;
	let slowest: number | undefined;
	let touched: number | undefined;
	const broken: string[] = [];
	for (let index = 0; index < times; index++) {
		const outcome = await inScope(once);
		lost += outcome.lost;
		slowest = outcome.recoveredMs === undefined ? slowest : Math.max(slowest ?? 0, outcome.recoveredMs);
		touched = outcome.foreignTouched === undefined ? touched : (touched ?? 0) + outcome.foreignTouched;
		broken.push(...outcome.broken ?? []);
	}

	const ok = lost === 0 && (touched ?? 0) === 0 && (limitMs === undefined || (slowest ?? 0) <= limitMs);
	return {name, runs: times, lost, recovered_ms: slowest, ...touched === undefined ? {} : {foreign_touched: touched}, ok, ...broken.length === 0 ? {} : {problem: broken.join('; ')}};
}

export async function inScope<Value>(once: (scope: Scope) => Promise<Value>): Promise<Value> {
	const undos: Array<() => unknown> = [];
	try {
		return await once({
			teardown(undo) {
				undos.push(undo);
			},
		});
	} finally {
		for (const undo of undos.toReversed()) {
			await undo();
		}
	}
}
