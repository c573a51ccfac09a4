export type ByteWriter = {
	/** Text of ASCII only. */
	readonly ascii: (text: string) => void;
	readonly decimal: (number: number) => void;
	readonly text: (text: string) => void;
	/** Everything since the last time. */
	readonly take: () => string;
};

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', {ignoreBOM: true});

/** Puts a frame together byte by byte in a buffer that it keeps: thousands of small strings joined cost more than all else that a frame needs. */
export function createByteWriter(): ByteWriter {
	let bytes = new Uint8Array(64 * 1024);
	let at = 0;

	const makeRoom = (size: number) => {
		if (at + size > bytes.length) {
			const larger = new Uint8Array(Math.max(bytes.length * 2, at + size));
			larger.set(bytes.subarray(0, at));
			bytes = larger;
		}
	};

	return {
		ascii(text) {
			makeRoom(text.length);
			for (let index = 0; index < text.length; index++) {
				bytes[at++] = text.charCodeAt(index); // eslint-disable-line unicorn/prefer-code-point -- ASCII, and this is where a frame's time goes
			}
		},
		decimal(number) {
			makeRoom(10);
			let power = 1;
			while (power * 10 <= number) {
				power *= 10;
			}

			for (let rest = number; power >= 1; power = Math.floor(power / 10)) {
				const digit = Math.floor(rest / power);
				bytes[at++] = 48 + digit;
				rest -= digit * power;
			}
		},
		text(text) {
			makeRoom(text.length * 3);
			const code = text.charCodeAt(0); // eslint-disable-line unicorn/prefer-code-point -- as above
			if (text.length === 1 && code < 0x80) {
				bytes[at++] = code;
			} else {
				at += encoder.encodeInto(text, bytes.subarray(at, at + (text.length * 3))).written;
			}
		},
		take() {
			const text = decoder.decode(bytes.subarray(0, at));
			at = 0;
			return text;
		},
	};
}
