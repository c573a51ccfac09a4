/** What an error of any wire says: status (502 where it says none) and a sentence. */
export type FailureText = {readonly status: number; readonly message: string};

/**
Reads the inside of an `error`, in the shapes the four wires and their imitators have: `{message, type, code}`, `{code, message, status}`, or a text.
*/
export function readFailure(error: unknown): FailureText {
	if (typeof error === 'string') {
		return {status: 502, message: error};
	}

	const {message, code, type, status} = (typeof error === 'object' && error !== null ? error : {}) as Readonly<Record<string, unknown>>;
	const number = [status, code].map(Number).find(value => value >= 400 && value <= 599);
	return {status: number ?? namedStatus(`${String(type)} ${String(code)}`), message: typeof message === 'string' && message !== '' ? message : 'the provider gave no reason'};
}

/** What the body of an error answer says; a body that is no JSON is its own sentence, cut short. */
export function readFailureBody(text: string): string {
	const read = parse(text);
	const first: unknown = Array.isArray(read) ? read[0] : read;
	if (typeof first !== 'object' || first === null) {
		const plain = text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ').trim();
		return plain === '' ? 'no reason was given' : plain.slice(0, 300);
	}

	const {error, message, detail} = first as Readonly<Record<string, unknown>>;
	return readFailure(error ?? (typeof message === 'string' ? message : detail)).message;
}

function namedStatus(name: string): number {
	if (name.includes('overloaded')) {
		return 529;
	}

	if (/rate_limit|slow_down|quota/.test(name)) {
		return 429;
	}

	return /invalid_request|context_length|invalid_prompt/.test(name) ? 400 : 502;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// No JSON: read as plain text.
		return undefined;
	}
}
