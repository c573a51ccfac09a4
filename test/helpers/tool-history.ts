/** What tools of an agent print, and conversations made of it, each the same every time. */
export type Kind = 'log' | 'json' | 'grep' | 'build';

const kinds: readonly Kind[] = ['log', 'json', 'grep', 'build'];

/** The output of a tool: some sixty characters a line. */
export function toolOutput(kind: Kind, {lines = 60, seed = 1}: {readonly lines?: number; readonly seed?: number} = {}): string {
	const random = numbers(seed);
	const pick = (words: readonly string[]) => words[random(words.length)] ?? '';
	const line = (index: number): string => {
		switch (kind) {
			case 'log': {
				return `2026-11-20T10:${String(index % 60).padStart(2, '0')}:12.${100 + index} ${pick(['INFO', 'INFO', 'INFO', 'WARN', 'ERROR'])} [worker-${index % 7}] ${pick(['request handled', 'cache refreshed', 'connection accepted', 'job queued'])} id=${random(1_000_000)} took=${random(900)}ms`;
			}

			case 'json': {
				return JSON.stringify({id: index, name: `item-${index}`, status: pick(['ok', 'ok', 'failed']), created_at: '2026-11-20T10:00:00Z', owner: {id: index % 5, email: `u${index % 5}@example.com`}, score: random(1000)}, null, 2);
			}

			case 'grep': {
				return `src/module${index % 9}/file${index % 23}.ts:${(index * 3) + 1}:  const value${index} = compute(${random(10_000)}, options);`;
			}

			case 'build': {
				return index % 17 === 0 ? `warning: unused variable 'x${random(1000)}'` : `Compiling crate-${index} v0.${random(30)}.1 (/home/u/src/crate-${index})`;
			}
		}
	};

	const made = Array.from({length: lines}, (_, index) => line(index));
	return kind === 'json' ? `[${made.join(',\n')}]` : made.join('\n');
}

type Fields = Readonly<Record<string, unknown>>;

/** A conversation of Messages after so many turns: each a call of a tool, and what it printed. */
export function messagesHistory(turns: number, {lines = 60}: {readonly lines?: number} = {}): readonly Fields[] {
	return [
		{role: 'user', content: [{type: 'text', text: 'Mend the tests, please.'}]},
		...Array.from({length: turns}, (_, turn): readonly Fields[] => [
			{role: 'assistant', content: [{type: 'text', text: `Step ${turn}.`}, {type: 'tool_use', id: `toolu_${turn}`, name: 'Bash', input: {command: `run ${turn}`}}]},
			{role: 'user', content: [{type: 'tool_result', tool_use_id: `toolu_${turn}`, content: toolOutput(kinds[turn % 4] ?? 'log', {lines, seed: turn + 1})}]},
		]).flat(),
	];
}

/** The same for Chat. */
export function chatHistory(turns: number, {lines = 60}: {readonly lines?: number} = {}): readonly Fields[] {
	return [
		{role: 'system', content: 'You are a careful engineer.'},
		{role: 'user', content: 'Mend the tests, please.'},
		...Array.from({length: turns}, (_, turn): readonly Fields[] => [
			{role: 'assistant', content: `Step ${turn}.`, tool_calls: [{id: `call_${turn}`, type: 'function', function: {name: 'bash', arguments: `{"command":"run ${turn}"}`}}]},
			{role: 'tool', tool_call_id: `call_${turn}`, content: toolOutput(kinds[turn % 4] ?? 'log', {lines, seed: turn + 1})},
		]).flat(),
	];
}

/** The same for Responses. */
export function responsesHistory(turns: number, {lines = 60}: {readonly lines?: number} = {}): readonly Fields[] {
	return [
		{type: 'message', role: 'user', content: [{type: 'input_text', text: 'Mend the tests, please.'}]},
		...Array.from({length: turns}, (_, turn): readonly Fields[] => [
			{type: 'reasoning', id: `rs_${turn}`, summary: [], encrypted_content: 'gAAA'},
			{type: 'function_call', call_id: `call_${turn}`, name: 'shell', arguments: `{"command":["run","${turn}"]}`},
			{type: 'function_call_output', call_id: `call_${turn}`, output: toolOutput(kinds[turn % 4] ?? 'log', {lines, seed: turn + 1})},
		]).flat(),
	];
}

/** Numbers that look random and are the same every time. */
function numbers(seed: number): (below: number) => number {
	let state = seed;
	return below => {
		state = ((state * 1_103_515_245) + 12_345) % 2_147_483_648;
		return Math.floor(state / 2_147_483_648 * below);
	};
}
