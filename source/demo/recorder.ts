import {appendFileSync} from 'node:fs';

export type Recorded = {
	readonly method: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: string;
};

/**
Keeps what arrived, line by line, for a test to look at. Only where `CLUTCH_DEMO_RECORD` names a file: it contains whatever key a client sent.
*/
export function createRecorder(file: string | undefined): (request: Recorded) => void {
	if (file === undefined || file === '') {
		return () => undefined;
	}

	return request => {
		appendFileSync(file, `${JSON.stringify(request)}\n`, {mode: 0o600});
	};
}
