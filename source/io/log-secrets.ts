import {createRedactor, secretForms, type Redactor} from '../core/log/redact.js';
import type {Clock} from './clock.js';

type Options = {
	/** Values that must not get in. */
	readonly secrets: () => readonly string[];
	readonly clock: Clock;
};

export type LogSecrets = Redactor & {
	/** Asks for the secrets as they are now. */
	readonly renew: () => void;
};

/** A new key comes with a new run nearly always, and that asks at once. */
const renewEvery = 30_000;

/** The bytes of `••••`, one a character. */
export const latin1Mark = Buffer.from('••••').toString('latin1');

/** Takes secrets, as they are now, out of text that is bytes, one a character. */
export function createLogSecrets({secrets, clock}: Options): LogSecrets {
	let known: readonly string[] = [];
	let redactor = createRedactor({mark: latin1Mark});
	let asked = -Infinity;

	const renew = () => {
		asked = clock.monotonic();
		const values = secrets();
		if (values.length !== known.length || values.some((value, index) => value !== known[index])) {
			known = values;
			redactor = createRedactor({mark: latin1Mark, secrets: secretForms(values).map(form => Buffer.from(form).toString('latin1'))});
		}
	};

	const current = () => {
		if (clock.monotonic() - asked > renewEvery) {
			renew();
		}

		return redactor;
	};

	return {redact: text => current().redact(text), spans: text => current().spans(text), begun: text => current().begun(text), renew};
}
