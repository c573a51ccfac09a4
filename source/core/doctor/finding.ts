/** `bad` keeps something from working, `warn` may surprise, `info` is worth knowing. */
export type FindingStatus = 'ok' | 'info' | 'warn' | 'bad';

/** One thing that `doctor` looked at. */
export type Finding = {
	/** Stable, such as `agent.claude` or `file.config`. */
	readonly id: string;
	readonly status: FindingStatus;
	readonly sentence: string;
	/** What to do next; of a finding that is `ok` there is nothing to do. */
	readonly next: string | undefined;
};

export function ok(id: string, sentence: string): Finding {
	return {id, status: 'ok', sentence, next: undefined};
}

export function info(id: string, sentence: string, next: string): Finding {
	return {id, status: 'info', sentence, next};
}

export function warn(id: string, sentence: string, next: string): Finding {
	return {id, status: 'warn', sentence, next};
}

export function bad(id: string, sentence: string, next: string): Finding {
	return {id, status: 'bad', sentence, next};
}
