import type {SessionId} from '../../session/session.js';

/** `choices` are what the gateway offers while it rests, or what can be done about the session that was `refused` its restore; the text has them with their numbers. */
export type Message = {readonly level: 'note' | 'warn' | 'bad'; readonly text: string; readonly choices?: readonly string[]; readonly refused?: SessionId};

/** Something that nobody asked for and that somebody should know: a file that is broken, a crash that was survived. */
export type Noted = {readonly level: Message['level']; readonly text: string};

export type Notices = {
	/** What was noted since the start, the oldest first; `/ problems` lists it. */
	readonly list: readonly Noted[];
	/** What came since a key was pressed last, and the message that says so. */
	readonly unread: readonly Noted[];
	readonly shown: Message | undefined;
};

export const noNotices: Notices = {list: [], unread: [], shown: undefined};

/** Nobody reads further back. */
const most = 50;

const order = ['note', 'warn', 'bad'] as const;

/** Each is told once. Several at the same time are one message: the first of them, and how many more there are. What its user is asked or told because of a key stays in front. */
export function takeNotice<Told extends {readonly notices: Notices; readonly message: Message | undefined}>(navigation: Told, noted: Noted): Told {
	const {notices, message} = navigation;
	if (notices.list.some(({text}) => text === noted.text)) {
		return navigation;
	}

	const list = [...notices.list, noted].slice(-most);
	if (message !== undefined && message !== notices.shown) {
		return {...navigation, notices: {...notices, list}};
	}

	const unread = [...(message === undefined ? [] : notices.unread), noted];
	const shown: Message = {
		level: order[Math.max(...unread.map(({level}) => order.indexOf(level)))] ?? 'note',
		text: unread.length === 1 ? noted.text : `${unread[0]?.text ?? ''}   (and ${unread.length - 1} more: / problems lists them)`,
	};
	return {...navigation, notices: {list, unread, shown}, message: shown};
}
