export type InstallProgress = {
	readonly step: (argv: readonly string[]) => void;
	readonly line: (text: string) => void;
	readonly end: () => void;
	/** What was printed last, for a failure. */
	readonly last: () => readonly string[];
};

const kept = 20;
const drawEveryMs = 200;

/** What a long installation prints: on a terminal the newest line with the time it takes, elsewhere all of it. */
export function createInstallProgress(stream: NodeJS.WriteStream | undefined): InstallProgress {
	const begin = performance.now();
	let newest = '';
	let recent: readonly string[] = [];
	const isDrawn = stream?.isTTY === true;
	const draw = () => {
		const text = `${Math.round((performance.now() - begin) / 1000)} s  ${newest}`;
		stream?.write(`\r\u001B[K${text.slice(0, Math.max(10, (stream.columns) - 1))}`);
	};

	const timer = isDrawn ? setInterval(draw, drawEveryMs) : undefined;
	const clear = () => {
		if (isDrawn) {
			stream.write('\r\u001B[K');
		}
	};

	return {
		step(argv) {
			clear();
			stream?.write(`$ ${argv.join(' ')}\n`);
		},
		line(text) {
			// eslint-disable-next-line no-control-regex -- what tools print in colour is drawn without
			const plain = text.replaceAll(/\u001B\[[\d;?]*[A-Za-z]/g, '').trim();
			if (plain === '') {
				return;
			}

			newest = plain;
			recent = [...recent.slice(1 - kept), plain];
			if (!isDrawn) {
				stream?.write(`  ${plain}\n`);
			}
		},
		end() {
			clearInterval(timer);
			clear();
		},
		last: () => isDrawn ? recent : [],
	};
}
