import readline from 'node:readline';
import {takeTurn, type Ask, type Turn} from './chat-turn.js';
import type {Transcript} from './transcript.js';

type Options = {
	readonly ask: Ask;
	readonly transcript: Transcript;
	readonly id: string;
	readonly input: NodeJS.ReadableStream;
	readonly output: NodeJS.WritableStream;
	readonly terminal: boolean;
	readonly signal: AbortSignal;
};

const prompt = 'demo › ';
const help = 'Write something and press Enter. "echo hello" shows a tool at work, "long" a long answer, "demo:429" or "demo:cut" what trouble looks like.\nCtrl-C stops an answer; /quit or Ctrl-D ends.\n';

/** A chat program of one line at a time. Ends when its input ends, at /quit, or when `signal` aborts. */
export async function runAgent({ask, transcript, id, input, output, terminal, signal}: Options): Promise<void> {
	let column = 'start';
	const print = (text: string) => {
		if (text !== '') {
			column = text.endsWith('\n') ? 'start' : 'middle';
			output.write(text);
		}
	};

	const say = async (text: string, turn: Omit<Turn, 'print'>) => {
		const problem = await problemOf(text, {...turn, print});
		if (problem !== undefined) {
			print(`${column === 'start' ? '' : '\n'}${problem}\n`);
		}
	};

	let turn: AbortController | undefined;
	const ours = output.listeners('resize');
	const lines = readline.createInterface({input, output, terminal, prompt});
	// readline draws its line again at every resize, which must not happen over an answer.
	const redraws = output.listeners('resize').filter(listener => !ours.includes(listener)) as unknown as ReadonlyArray<() => void>;
	const redraw = () => {
		if (!turn) {
			for (const listener of redraws) {
				listener();
			}
		}
	};

	for (const listener of redraws) {
		output.off('resize', listener);
	}

	output.on('resize', redraw);

	lines.on('SIGINT', () => {
		if (turn) {
			turn.abort();
			return;
		}

		print('\nNothing is running. /quit or Ctrl-D ends.\n');
		lines.prompt();
	});
	signal.addEventListener('abort', () => {
		turn?.abort();
		lines.close();
	}, {once: true});

	const earlier = transcript.messages().filter(message => message.role === 'user' && typeof message.content === 'string').length;
	print(`Clutch demo agent: a script answers, no AI. /help shows what there is to try.\n${earlier === 0 ? '' : `Resumed after ${earlier} ${earlier === 1 ? 'message' : 'messages'}.\n`}`);
	lines.prompt();
	for await (const line of lines) {
		const text = line.trim();
		if (text === '/quit' || text === '/exit') {
			break;
		}

		if (text === '/help') {
			print(help);
		} else if (text !== '') {
			turn = new AbortController();
			await say(text, {ask, transcript, signal: turn.signal});
			turn = undefined;
		}

		lines.prompt();
	}

	output.off('resize', redraw);
	lines.close();
	print(`\nResume this conversation with: demo agent --resume ${id}\n`);
}

/** Takes a turn; what went wrong comes back as a sentence. */
async function problemOf(text: string, turn: Turn): Promise<string | undefined> {
	try {
		const end = await takeTurn(text, turn);
		return end.type === 'failed' ? `✖ The answer failed. ${end.message}` : undefined;
	} catch (error) {
		if (turn.signal.aborted) {
			return 'Stopped.';
		}

		const {code, message} = error as NodeJS.ErrnoException;
		return code === 'ECONNREFUSED' ? '✖ Nobody answers where the gateway should be. Write it again in a moment; `clutch status` says how it is.' : `✖ The connection broke: ${message}.`;
	}
}
