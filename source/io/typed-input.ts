import {ClutchError, errorFromWire, errors} from '../core/error.js';
import type {FromHolder} from '../core/ipc/holder.js';
import type {HolderClient} from './holder-client.js';

/** Well below the longest frame, so that what others type may come in between. */
const pieceSize = 256 * 1024;

/** A holder answers in less than a millisecond; a machine under heavy load may take long. */
const deadlineMs = 10_000;

/** A holder of the first protocol says nothing where there is no output yet. */
const formerSilenceMs = 500;

type Refused = Extract<FromHolder, {type: 'refused'}>;

/**
Types into a session, and answers once its holder has taken all of it: to be shown the screen was asked for behind the input, and requests are dealt with in their order. Fails with what the holder refused.
*/
export async function typeInto(holder: HolderClient, bytes: Uint8Array): Promise<void> {
	const isFormer = holder.protocol < 2;
	await new Promise<void>((resolve, reject) => {
		const timer = setTimeout(() => {
			if (isFormer) {
				resolve();
			} else {
				reject(new ClutchError('ERR_CLUTCH_HOLDER_INPUT', {size: bytes.length, problem: `the session's holder did not say within ${deadlineMs / 1000} s that it has them`}));
			}
		}, isFormer ? formerSilenceMs : deadlineMs);
		const taken = () => {
			clearTimeout(timer);
			resolve();
		};

		const failed = (error: ClutchError) => {
			clearTimeout(timer);
			reject(error);
		};

		holder.onMessage(message => {
			if (message.type === 'refused') {
				failed(refusal(message));
			} else if (message.type === 'exited') {
				taken();
			}
		});
		holder.onScreen(taken);
		holder.onBytes(taken);
		holder.onClose(reason => {
			failed(new ClutchError('ERR_CLUTCH_HOLDER_INPUT', {size: bytes.length, problem: reason ?? 'the session\'s holder left'}));
		});
		for (let start = 0; start < bytes.length; start += pieceSize) {
			holder.input(bytes.subarray(start, start + pieceSize));
		}

		holder.attach('screen', 1);
	});
}

function refusal({code, message}: Refused): ClutchError {
	return errorFromWire({code, message, hint: Object.hasOwn(errors, code) ? errors[code as keyof typeof errors].hint : ''});
}
