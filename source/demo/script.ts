import {countTokens, withoutReminders, type Conversation, type Tool} from './conversation.js';

/** What the scripted model says: text in pieces, as a model streams it, and at most one tool call after it. */
export type Answer = {
	readonly pieces: readonly string[];
	readonly call: {readonly tool: string; readonly input: Readonly<Record<string, unknown>>} | undefined;
	/** It was longer than the client allows. */
	readonly cut: boolean;
};

const shellTools = /^(?:bash|shell|run_command|run_shell_command|exec_command|terminal|echo)$/i;

/**
The model of the demo: no intelligence, one rule after another, the same answer to the same question.

It only ever asks a tool to `echo` plain words. A demo that could make an agent run anything else would be a hole.
*/
export function answerTo(conversation: Conversation): Answer {
	return shortened(spoken(conversation), conversation.maximumTokens);
}

function spoken(conversation: Conversation): Answer {
	const last = conversation.turns.at(-1);
	if (last?.role === 'tool') {
		return say(`The command printed: ${last.text.trim()}`);
	}

	const words = withoutReminders(last?.text ?? '');
	const tool = conversation.tools.find(offered => shellTools.test(offered.name));
	const printed = wantedEcho(words);
	if (printed !== undefined) {
		return tool ? {...say('I will run that.'), call: {tool: tool.name, input: toolInput(tool, printed)}} : say(`I was offered no tool that could run: echo ${printed}`);
	}

	if (/\b(?:long|story)\b/i.test(words)) {
		return say(Array.from({length: 40}, (_, line) => `Line ${line + 1} of 40 of a long answer, so that there is something to watch.`).join('\n'));
	}

	const number = conversation.turns.filter(turn => turn.role === 'user').length;
	return say(`This is the demo, a script and no AI. Your message ${number} was: "${shorten(words)}". Write "echo hello" to see a tool at work, or "long" for a long answer.`);
}

/** The words after `echo` (or a plain wish to run something), with everything left out that a shell would act on. */
export function wantedEcho(words: string): string | undefined {
	const asked = /\becho[ \t]+(?<what>[^\n]+)/i.exec(words)?.groups?.what;
	if (asked !== undefined) {
		const plain = asked.replaceAll(/[^\p{L}\p{N} _.,:@+-]/gu, ' ').replaceAll(/ +/g, ' ').trim();
		return plain === '' || plain.startsWith('-') ? 'demo' : plain;
	}

	return /^run\b/i.test(words) ? 'demo' : undefined;
}

function toolInput(tool: Tool, printed: string): Readonly<Record<string, unknown>> {
	if ('text' in tool.parameters) {
		return {text: printed};
	}

	const name = ['command', 'cmd', 'CommandLine'].find(known => known in tool.parameters) ?? 'command';
	const command = isArray(tool.parameters[name]) ? ['echo', ...printed.split(' ')] : `echo ${printed}`;
	return 'description' in tool.parameters ? {[name]: command, description: 'Print some words'} : {[name]: command};
}

function isArray(schema: unknown): boolean {
	return typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'array';
}

function say(text: string): Answer {
	return {pieces: text.match(/\s*\S+/g) ?? [], call: undefined, cut: false};
}

function shortened(answer: Answer, maximum: number | undefined): Answer {
	let spent = 0;
	const kept = answer.pieces.filter(piece => {
		spent += countTokens(piece);
		return maximum === undefined || spent <= maximum;
	});
	return kept.length === answer.pieces.length ? answer : {pieces: kept, call: undefined, cut: true};
}

function shorten(text: string): string {
	const line = text.replaceAll(/\s+/g, ' ');
	return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
