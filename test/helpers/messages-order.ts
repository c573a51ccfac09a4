type Event = Readonly<Record<string, unknown>> & {readonly type: string};

type Stream = {open: {readonly index: number; readonly kind: string; input: string} | undefined; next: number; begun: boolean; stopped: boolean; ended: boolean};

const fits: Readonly<Record<string, readonly string[]>> = {text: ['text_delta'], thinking: ['thinking_delta', 'signature_delta'], tool_use: ['input_json_delta']};

const readers: Readonly<Record<string, (stream: Stream, event: Event) => readonly string[]>> = {
	ping: () => [],
	error: () => [],
	message_start(stream, event) {
		const twice = stream.begun ? ['message_start twice'] : [];
		stream.begun = true;
		return [...twice, ...(typeof (event.message as {usage: unknown}).usage === 'object' ? [] : ['no usage'])];
	},
	content_block_start(stream, event) {
		const problems = [...(stream.open ? [`block ${String(event.index)} overlaps ${stream.open.index}`] : []), ...(event.index === stream.next ? [] : [`block ${String(event.index)}, wanted ${stream.next}`])];
		stream.open = {index: stream.next, kind: (event.content_block as {type: string}).type, input: ''};
		stream.next++;
		return problems;
	},
	content_block_delta({open}, event) {
		const delta = event.delta as {readonly type: string; readonly partial_json?: string};
		if (open === undefined || open.index !== event.index || fits[open.kind]?.includes(delta.type) !== true) {
			return [`${delta.type} for block ${String(event.index)}`];
		}

		open.input += delta.partial_json ?? '';
		return [];
	},
	content_block_stop(stream, event) {
		const {open} = stream;
		stream.open = undefined;
		return [...(open?.index === event.index ? [] : [`stop of block ${String(event.index)}`]), ...(open?.kind === 'tool_use' && !isObject(open.input) ? [`input ${open.input}`] : [])];
	},
	message_delta(stream, event) {
		stream.stopped = true;
		return [...(stream.open ? ['message_delta inside a block'] : []), ...(typeof event.usage === 'object' ? [] : ['no usage'])];
	},
	message_stop(stream) {
		stream.ended = true;
		return stream.stopped ? [] : ['message_stop before message_delta'];
	},
};

/** What is wrong with a Messages stream, by the rules of that wire; official clients forgive much of it. */
export function messagesProblems(text: string): readonly string[] {
	const stream: Stream = {open: undefined, next: 0, begun: false, stopped: false, ended: false};
	const problems: string[] = [];
	for (const block of text.split('\n\n').filter(part => part !== '')) {
		const [, name = '', json = '{"type":"none"}'] = /^event: (\w+)\ndata: (.+)$/.exec(block) ?? [];
		const event = JSON.parse(json) as Event;
		problems.push(
			...(event.type === name ? [] : [`event ${name} has the type ${event.type}`]),
			...(stream.ended ? [`${name} after the end`] : []),
			...(stream.begun || ['message_start', 'error', 'ping'].includes(name) ? [] : [`${name} before message_start`]),
			...(readers[name]?.(stream, event) ?? [`an event ${name}`]),
		);
	}

	return stream.ended ? problems : [...problems, 'it has no end'];
}

function isObject(text: string): boolean {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value);
	} catch {
		// No JSON at all.
		return false;
	}
}
