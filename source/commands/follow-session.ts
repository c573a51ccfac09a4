import type {Exit, Session} from '../core/session/session.js';
import type {Chord} from '../core/view/keys/chord.js';
import {emptyLeaveState, feedLeaving, flushLeaving, readingLeaveState, type LeaveOutcome} from '../core/view/keys/leave-chord.js';
import {awaits} from '../core/view/keys/outer-input.js';
import {lostEndMs} from '../core/view/keys/outer-paste.js';
import {emptyQueryState, withoutQueries} from '../core/view/keys/queries.js';
import {systemClock} from '../io/clock.js';
import type {HolderClient} from '../io/holder-client.js';
import type {PlainTerminal} from '../io/plain-terminal.js';
import type {CommandContext} from './command.js';
import {createReaderView, type ReaderView} from './reader-view.js';

/** A terminal sends a sequence in one piece: what is still alone after this was a key. */
const silenceMs = 5;

/** So much may be on its way to a terminal that stands still. */
const credit = 256 * 1024;

/** Of another size than the terminal a screen cannot be drawn in it: clutchd hands over one that is, soon after a change, unless it is away. */
const fitting = {pauseMs: 40, attempts: 10} as const;

export type End =
	| {readonly type: 'exited'; readonly exit: Exit}
	| {readonly type: 'left'}
	| {readonly type: 'lost'; readonly reason: string | undefined};

/** How it ended, and on which screen the terminal is left. */
export type Leaving = {readonly end: End; readonly alternate: boolean; readonly wasReading: boolean};

type Following = Pick<Session, 'id' | 'name'> & {
	readonly holder: HolderClient;
	readonly terminal: PlainTerminal;
	readonly context: CommandContext;
	readonly chord: Chord;
	readonly from: 'start' | 'screen';
	readonly keyboard: 'take' | 'if-free' | 'never';
};

/** `bytes`: the program's own. `waits` for the screen that they go on from. `rows`: drawn here, because the pane has another terminal's size. */
type View =
	| {readonly type: 'bytes'; readonly waits: boolean}
	| {readonly type: 'rows'; readonly reader: ReaderView};

/** Shows a session until it ends or is left, and goes from reading to writing and back as the keyboard comes and goes. */
export async function followSession({id, name, holder, terminal, context, chord, from, keyboard}: Following): Promise<Leaving> {
	// What a holder of the first protocol begins with is no screen: there everybody gets the bytes.
	const isFormer = holder.protocol < 2;
	return new Promise((resolve, reject) => {
		let view: View = {type: 'bytes', waits: false};
		let leaving = emptyLeaveState;
		let shown = emptyQueryState;
		let size = {cols: holder.welcome.cols, rows: holder.welcome.rows};
		let cancel: (() => void) | undefined;
		let isOver = false;
		let attempts = 0;
		// In order, and the end behind the last byte.
		let written = Promise.resolve();
		const write = async (job: () => Promise<void>) => {
			written = written.then(job);
			written.catch(reject);
			return written;
		};

		const show = (bytes: Uint8Array) => {
			void write(async () => {
				const [next, kept] = withoutQueries(shown, bytes);
				shown = next;
				await terminal.write(kept);
			});
		};

		const finish = (end: End) => {
			if (isOver) {
				return;
			}

			isOver = true;
			cancel?.();
			const wasReading = view.type === 'rows';
			if (view.type === 'rows') {
				view.reader.close();
			}

			void write(async () => {
				await terminal.write(wasReading ? '' : shown.pending);
				if (end.type !== 'exited' && !wasReading && !shown.alternate) {
					await terminal.goBelow();
				}

				resolve({end, alternate: wasReading || shown.alternate, wasReading});
			});
		};

		/** An empty terminal for what comes next, whatever was shown so far. */
		const clear = () => {
			void write(async () => {
				await terminal.calm({alternate: view.type === 'rows' || shown.alternate});
				shown = emptyQueryState;
				await terminal.clear();
			});
		};

		const leaveRows = () => {
			if (view.type === 'rows') {
				view.reader.close();
				void write(async () => terminal.calm({alternate: true}));
			}
		};

		const showBytes = () => {
			leaveRows();
			view = {type: 'bytes', waits: !isFormer};
			attempts = 0;
			if (isFormer) {
				clear();
			}

			holder.attach('screen', credit);
		};

		/** A program redraws when its size changes, so a size that is already right is changed and changed back. */
		const nudge = (wanted: {readonly cols: number; readonly rows: number}) => {
			if (size.cols === wanted.cols && size.rows === wanted.rows && holder.welcome.ring.next > 0) {
				holder.resize({cols: wanted.cols, rows: Math.max(1, wanted.rows - 1)});
			}

			holder.resize(wanted);
		};

		const beWriter = () => {
			leaving = emptyLeaveState;
			showBytes();
			nudge(terminal.size());
		};

		const beReader = () => {
			leaving = readingLeaveState;
			if (isFormer) {
				showBytes();
				return;
			}

			void write(async () => {
				await terminal.calm(shown);
				shown = emptyQueryState;
			});
			const notice = ` reading ${name}   ${chord.label} and then${keyboard === 'never' ? '' : ' t takes the keyboard,'} d leaves `;
			view = {type: 'rows', reader: createReaderView({session: {id}, context, terminal, write, notice, onMissing: showBytes})};
			holder.attach('live', credit);
		};

		const take = ({state, pass, leaves, takes}: LeaveOutcome) => {
			leaving = state;
			if (leaves) {
				finish({type: 'left'});
				return;
			}

			if (takes && keyboard !== 'never') {
				holder.take();
			} else if (pass.length > 0 && !state.isReading) {
				// One piece, as it was typed: a key in two pieces could be taken for two.
				holder.input(Buffer.concat(pass));
			} else if ((takes || pass.length > 0) && view.type === 'rows') {
				view.reader.remind();
			}

			const awaited = awaits(state.outer);
			if (awaited !== 'nothing') {
				cancel = systemClock.after(awaited === 'paste' ? lostEndMs : silenceMs, () => {
					take(flushLeaving(leaving, chord));
				});
			}
		};

		terminal.onInput(bytes => {
			cancel?.();
			take(feedLeaving(leaving, bytes, chord));
		});
		terminal.onResize(() => {
			if (view.type === 'rows') {
				view.reader.draw();
			} else if (!leaving.isReading) {
				holder.resize(terminal.size());
			}
		});
		terminal.onHangUp(() => {
			finish({type: 'left'});
		});
		context.signal.addEventListener('abort', () => {
			finish({type: 'left'});
		}, {once: true});
		holder.onScreen(screen => {
			size = {cols: screen.cols, rows: screen.rows};
			if (view.type !== 'bytes' || isOver) {
				return;
			}

			const {cols, rows} = terminal.size();
			if (terminal.interactive && !leaving.isReading && (size.cols !== cols || size.rows !== rows) && attempts < fitting.attempts) {
				attempts++;
				systemClock.after(fitting.pauseMs, () => {
					if (!isOver && view.type === 'bytes' && view.waits) {
						holder.attach('screen', credit);
					}
				});
			} else {
				view = {type: 'bytes', waits: false};
				clear();
				show(screen.bytes);
			}
		});
		holder.onBytes((offset, bytes) => {
			if (view.type === 'bytes' && !view.waits && !isOver) {
				show(bytes);
			}

			void write(async () => {
				holder.ack(offset + bytes.length);
			});
		});
		holder.onMessage(message => {
			if (isOver) {
				return;
			}

			if (message.type === 'resized') {
				size = message;
			} else if (message.type === 'exited') {
				finish({type: 'exited', exit: message.exit});
			} else if (message.type === 'writer' && terminal.interactive && message.mine === leaving.isReading) {
				(message.mine ? beWriter : beReader)();
			} else if (message.type === 'gap' && view.type === 'bytes') {
				show(Buffer.from(`\u001B[0m\r\n[clutch: ${message.to - message.from} bytes of output were not kept]\r\n${message.modes ?? ''}`));
			}
		});
		holder.onClose(reason => {
			finish({type: 'lost', reason});
		});
		begin();

		function begin() {
			if (keyboard === 'take') {
				holder.take();
			}

			if (!terminal.interactive || from === 'start') {
				if (terminal.interactive) {
					nudge(terminal.size());
				}

				holder.attach('oldest', credit);
			} else if (keyboard === 'take' || holder.welcome.writer) {
				beWriter();
			} else {
				beReader();
			}
		}
	});
}
