/** How many bytes are on their way to one client: sent, and not acknowledged. Offsets alone do not tell it, because bytes that were overwritten were never sent. */
export type Credit = {
	/** May be negative while nothing more is to be sent. */
	readonly left: () => number;
	readonly sent: (bytes: number) => void;
	/** The next byte that is sent has this offset. */
	readonly skip: (offset: number) => void;
	readonly acknowledge: (offset: number) => void;
};

type Stretch = {readonly offset: number; length: number};

export function createCredit({limit, start}: {readonly limit: number; readonly start: number}): Credit {
	/** What was sent and may not be acknowledged yet, a new stretch behind every gap. */
	let stretches: Stretch[] = [{offset: start, length: 0}];
	let acknowledged = start;

	const flying = () => {
		let bytes = 0;
		for (const {offset, length} of stretches) {
			bytes += Math.max(0, offset + length - Math.max(offset, acknowledged));
		}

		return bytes;
	};

	return {
		left: () => limit - flying(),
		sent(bytes) {
			const last = stretches.at(-1);
			if (last) {
				last.length += bytes;
			}
		},
		skip(offset) {
			stretches.push({offset, length: 0});
		},
		acknowledge(offset) {
			acknowledged = Math.max(acknowledged, offset);
			stretches = stretches.filter((stretch, index) => index === stretches.length - 1 || stretch.offset + stretch.length > acknowledged);
		},
	};
}
