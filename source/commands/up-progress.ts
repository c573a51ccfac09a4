import type {Service} from '../core/service/service.js';
import {serviceSaid} from '../core/view/text/service-lines.js';
import {systemClock} from '../io/clock.js';

export type UpProgress = {
	readonly show: (services: readonly Service[]) => void;
	/** Leaves what it says last standing. */
	readonly end: () => void;
};

/** Where nothing can be drawn anew a line that still says the same comes back this seldom. */
const remindMs = 5000;

/** How the services come, for people: lines that are drawn anew on a terminal, one line for each change elsewhere. */
export function createUpProgress(stream: NodeJS.WriteStream): UpProgress {
	const begin = performance.now();
	const since = new Map<string, {readonly text: string; readonly told: number}>();
	let drawn = 0;

	const lineOf = (service: Service, width: number) => {
		const {symbol, word, detail} = serviceSaid(service, systemClock.now());
		const {status} = service.state;
		const short = {parked: 'parked', 'backing-off': 'ended, starts again'} as const;
		return [`${service.id.padEnd(width)} ${symbol} ${status === 'parked' || status === 'backing-off' ? short[status] : word}`, detail].filter(part => part !== '').join('   ');
	};

	const isMoving = ({state: {status}}: Service) => status === 'starting' || status === 'waiting' || status === 'backing-off';

	return {
		show(services) {
			const width = Math.max(9, ...services.map(({id}) => id.length));
			const now = performance.now();
			const seconds = Math.round((now - begin) / 1000);
			const said = services.map(service => ({id: service.id, line: lineOf(service, width), moving: isMoving(service)}));
			if (stream.isTTY) {
				const lines = said.map(({line, moving}) => cut(moving && seconds > 0 ? `${line} ${seconds} s` : line, stream.columns));
				stream.write(`${drawn > 0 ? `\u001B[${drawn}A` : ''}${lines.map(line => `\r\u001B[K${line}\n`).join('')}`);
				drawn = lines.length;
				return;
			}

			for (const {id, line, moving} of said) {
				const before = since.get(id);
				const isReminder = before?.text === line && moving && now - before.told >= remindMs;
				if (before?.text !== line || isReminder) {
					since.set(id, {text: line, told: now});
					stream.write(`${isReminder ? `${line} ${seconds} s` : line}\n`);
				}
			}
		},
		end() {
			drawn = 0;
		},
	};
}

/** A line that wraps would be drawn over the wrong one. */
function cut(line: string, columns: number): string {
	return line.length < columns ? line : `${line.slice(0, Math.max(1, columns - 2))}…`;
}
