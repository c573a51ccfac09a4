import type {AgentProcess} from '../agent.js';

type Fields = Readonly<Record<string, unknown>>;

/** The id in what a process of Claude Code or Qwen Code writes about itself: a pid alone may be that of a process before it. */
export function ownSession(text: string, {pid, startTime}: AgentProcess): string | undefined {
	const {pid: itsPid, procStart, sessionId} = fieldsOf(parsed(text));
	const started = typeof procStart === 'string' ? /^(?:[\da-f-]+:)?(\d+)$/.exec(procStart)?.[1] : undefined;
	return itsPid === pid && (started === undefined || started === startTime) ? textOf(sessionId) : undefined;
}

/** Each non-alphanumeric character is a dash: so Claude Code and Qwen Code call the folder of a folder. */
export function dashed(folder: string): string {
	return folder.replaceAll(/[^a-zA-Z\d]/g, '-');
}

/** The text of a message, whole or in parts. */
export function spoken(content: unknown): string | undefined {
	const parts: readonly unknown[] = Array.isArray(content) ? content : [{text: content}];
	const said = parts.map(part => textOf(fieldsOf(part).text)).filter(text => text !== undefined).join(' ').trim();
	return said === '' ? undefined : said;
}

export function fieldsOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null ? value as Fields : {};
}

export function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// It is being written.
		return undefined;
	}
}
