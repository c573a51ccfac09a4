/** A model as a scan names it. */
export type ScannedModel = {
	readonly model: string;
	/** As the scan calls it: perhaps none that Clutch knows. */
	readonly provider: string | undefined;
};

/** What is known from a scan of models by another program, `model-scan`. */
export type Scan =
	| {readonly status: 'none'}
	| {readonly status: 'stale'; readonly days: number}
	| {readonly status: 'invalid'; readonly problem: string}
	/** The best model of all, and the best that costs nothing, where the scan found one. */
	| {readonly status: 'read'; readonly best: ScannedModel | undefined; readonly free: ScannedModel | undefined};

/** Seconds after which a scan says nothing about today any more: the limit of the program that writes it. */
export const scanLifetime = 86_400;

/** Why a scan names no model, in a few words. */
export function scanText(scan: Scan): string {
	switch (scan.status) {
		case 'none': {
			return 'no scan';
		}

		case 'stale': {
			return `the scan is ${scan.days} ${scan.days === 1 ? 'day' : 'days'} old`;
		}

		case 'invalid': {
			return `the scan cannot be used: ${scan.problem}`;
		}

		case 'read': {
			return 'the scan names none';
		}
	}
}

/** Whether an id says itself that the model is free. */
export function isFree(model: string): boolean {
	return /[:-]free$/.test(model);
}
