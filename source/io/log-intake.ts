import {createLogReader, type LogLoss} from '../core/service/log-reader.js';
import type {RingLine} from '../core/service/log-ring.js';
import type {Clock} from './clock.js';
import {createLogFormat} from './log-format.js';
import {latin1Mark, type LogSecrets} from './log-secrets.js';

/** What happens to the output of a service. */
export type LogInput =
	| {readonly type: 'bytes'; readonly bytes: Uint8Array}
	| {readonly type: 'gap'; readonly loss: LogLoss}
	/** Nothing more has come for a while. */
	| {readonly type: 'pause'}
	| {readonly type: 'end'};

/** Makes of it what is written into a file and shown: lines with their time and without secrets. */
export type LogIntake = {
	/** The bytes are valid until the next one. */
	readonly take: (inputs: readonly LogInput[]) => {readonly bytes: Uint8Array; readonly shown: readonly RingLine[]};
	/** Bytes that are not taken up yet, of a line that has no end. */
	readonly held: () => number;
	/** How much of these was told in a pause. */
	readonly told: () => number;
	/** It has not come to an end that can be taken up from: a gap is not named yet, or a line is told in part. */
	readonly isBetween: () => boolean;
};

export function createLogIntake({redactor, clock}: {readonly redactor: LogSecrets; readonly clock: Clock}): LogIntake {
	const lines = createLogFormat();
	const reader = createLogReader({redactor, mark: latin1Mark});
	let lastText = clock.now();

	const read = (input: LogInput): string => {
		switch (input.type) {
			case 'bytes': {
				return reader.feed(latin1(input.bytes));
			}

			case 'gap': {
				reader.gap(input.loss);
				return '';
			}

			case 'pause': {
				return reader.pause();
			}

			case 'end': {
				return reader.end();
			}
		}
	};

	return {
		take(inputs) {
			const now = clock.now();
			for (const input of inputs) {
				const text = read(input);
				const loss = reader.takeLoss();
				if (loss !== undefined) {
					lines.loss(loss, {from: lastText, to: now});
				}

				if (text !== '') {
					lines.text(text, now);
					lastText = now;
				}

				if (input.type === 'end') {
					lines.end();
				} else if (input.type === 'pause' && text !== '') {
					lines.pause();
				}
			}

			return lines.take();
		},
		held: reader.held,
		told: reader.told,
		isBetween: () => reader.owes() || reader.told() > 0,
	};
}

function latin1(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
