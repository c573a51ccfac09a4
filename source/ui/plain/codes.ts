import {mostNumbers} from '../../core/view/box/question.js';
import type {Preview} from '../../core/view/box/preview.js';
import type {ScreenChoice} from '../../core/view/box/screen-choice.js';
import {choicesOf} from '../../core/view/plain/said.js';
import type {SessionId} from '../../core/session/session.js';
import type {State, Store} from '../store.js';
import {createCodeLine} from './code-line.js';
import type {Telling} from './telling.js';

export type Codes = {
	/** Types it into the code line and presses Enter, and says what came of it. */
	readonly enter: (line: string) => Promise<void>;
	/** Does something, and says what came of it: `opens` a session, or `changes` one. */
	readonly after: (act: () => void, what: 'opens' | 'changes') => Promise<void>;
	/** The next code asks a model on this machine. */
	readonly local: () => Promise<void>;
	/** Whether the typed text answered what stands there with numbers. */
	readonly answer: (typed: string) => Promise<boolean>;
};

type Options = {
	readonly store: Store;
	readonly say: (line: string) => void;
	readonly telling: Pick<Telling, 'offered' | 'typed'>;
	readonly onLetGo: (id: SessionId) => void;
	/** One is to be gone to. */
	readonly onGo: (id: SessionId) => Promise<void>;
	readonly signal: AbortSignal;
};

/** What the code line takes. */
const longestLine = 4000;

/** After these the code stands there as it was typed, and its user meant to start it. */
const goesOn: ReadonlySet<ScreenChoice['action']> = new Set(['home', 'code', 'ask', 'start']);

/** The code line and its questions, the same as on the screen, driven by typed lines. */
export function createCodes({store, say, telling, onLetGo, onGo, signal}: Options): Codes {
	const line = createCodeLine({store, say, onLetGo, signal});
	const {press, clear, goHome, until, follow} = line;

	/** What is about to run is said once, as soon as it is known. */
	const sayingPlan = (isOver: (state: State) => boolean) => {
		let isSaid = false;
		return (state: State) => {
			const {preview} = state.navigation;
			if (preview.status === 'ready' && !isSaid) {
				isSaid = true;
				say(`${preview.plan.short}: runs ${preview.plan.command} in ${preview.plan.cwd}`);
			}

			return isOver(state);
		};
	};

	/** Presses Enter once the line can start. */
	const startWhenReady = async () => {
		const state = await until(({navigation}) => hasSettled({navigation}) || navigation.preview.status === 'ready');
		if (state?.navigation.preview.status === 'ready') {
			press('Enter');
		}

		await follow(sayingPlan(hasSettled));
	};

	const pick = async (number: number) => {
		for (let row = 1; row < number; row++) {
			press('Down');
		}

		press('Enter');
		await follow(sayingPlan(state => state.navigation.preview.status !== 'pick' && hasSettled(state)));
	};

	const takeFolder = async (folder: string) => {
		if (folder === '') {
			clear();
			return;
		}

		press('Ctrl+u');
		line.paste(folder);
		press('Esc');
		await startWhenReady();
	};

	/** One of the choices that stand there. */
	const choose = async (key: string) => {
		const before = store.get();
		const {preview} = before.navigation;
		const choice = before.navigation.message?.choices === undefined && preview.status === 'problem' ? preview.choices[Number(key) - 1] : undefined;
		if (choice?.action === 'go-to') {
			clear();
			return onGo(choice.session);
		}

		press(key);
		if (choice?.action === 'not-now') {
			say('Nothing was started.');
			return;
		}

		if (choice !== undefined && goesOn.has(choice.action)) {
			await until(({navigation}) => navigation.preview !== preview || navigation.message !== undefined);
			await startWhenReady();
			return;
		}

		// What stood there before is no answer.
		await follow(sayingPlan(({navigation}) => hasSettled({navigation: navigation.preview === preview ? {...navigation, preview: {status: 'empty'}} : navigation})));
	};

	return {
		async enter(typed) {
			if (typed.length > longestLine) {
				say(`This line has ${typed.length} characters, and a code takes ${longestLine} at most: nothing was started. Put the text into a file, and name that.`);
				return;
			}

			clear();
			goHome();
			line.paste(typed);
			press('Enter');
			await follow(sayingPlan(hasSettled));
		},
		async after(act, what) {
			clear();
			goHome();
			const before = store.get();
			act();
			await follow(state => state.navigation !== before.navigation || (what === 'changes' && state.client?.sessions !== before.client?.sessions));
		},
		async local() {
			clear();
			goHome();
			press('O');
		},
		async answer(typed) {
			const {navigation: {overlays, preview, message, palette}} = store.get();
			const text = typed.trim();
			const offered = telling.offered();
			telling.typed();
			if (palette.form !== undefined) {
				await takeFolder(text);
				return true;
			}

			const top = overlays.at(-1);
			if (top?.type === 'confirm') {
				if (/^y(?:es)?$/i.test(text)) {
					await choose('y');
				} else {
					clear();
					say('It stays, and nothing was started.');
				}

				return true;
			}

			const question = top?.type === 'question' ? top.question : undefined;
			const choices = question === undefined ? Math.max(message?.choices?.length ?? 0, choicesOf(preview).length, offered.length) : Math.min(mostNumbers, question.answer.conversations.length);
			const isAnswer = (/^[1-9]$/.test(text) && Number(text) <= choices) || (question !== undefined && /^n$/i.test(text));
			if (!isAnswer) {
				clear();
				return false;
			}

			await (question === undefined && preview.status === 'pick' ? pick(Number(text)) : choose(text.toUpperCase()));
			return true;
		},
	};
}

/** It has led to something that can be said, or that asks something. */
function hasSettled({navigation: {message, preview, screen, due, overlays, palette}}: Pick<State, 'navigation'>): boolean {
	const top = overlays.at(-1)?.type;
	return message !== undefined || screen === 'work' || top === 'question' || top === 'confirm' || palette.form !== undefined || ('sentence' in preview && !isLooking(preview)) || (preview.status === 'open' && due === undefined);
}

/** Nothing is there to choose from yet. */
function isLooking(preview: Preview): boolean {
	return preview.status === 'pick' && preview.found.length === 0 && preview.sentence.startsWith('Looking');
}
