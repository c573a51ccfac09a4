import type {ServiceId} from '../../service/service.js';
import type {SessionId} from '../../session/session.js';
import type {CommandChoice} from '../panes/refused-command.js';

/** `choices` are what a service (the gateway, if none is named) offers while it rests, or what can be done about the session that was `refused` its restore, or about the `shell` that was not started; the text has them with their numbers. */
export type Message = {readonly level: 'note' | 'warn' | 'bad'; readonly text: string; readonly choices?: readonly string[]; readonly service?: ServiceId; readonly refused?: SessionId; readonly shell?: {readonly folder: string | undefined; readonly choices: readonly CommandChoice[]}};

/** Where more is told: the log of that name, and the key that opens it. */
export type Details = {readonly log: string; readonly key: string};

/** Something that nobody asked for and that somebody should know: a file that is broken, a crash that was survived. `brief`: it is over, so it is said for a moment and gives way by itself. */
export type Noted = {readonly level: Message['level']; readonly text: string; readonly brief?: boolean | undefined; readonly details?: Details | undefined};

export type Notices = {
	/** What was noted since the start, the oldest first; `/ problems` lists it. */
	readonly list: readonly Noted[];
	/** What came since a key was pressed last, and the message that says so. */
	readonly unread: readonly Noted[];
	readonly shown: Message | undefined;
	/** What its key tells of, until another one is pressed. */
	readonly details: Details | undefined;
};

export const noNotices: Notices = {list: [], unread: [], shown: undefined, details: undefined};

type Told = {readonly notices: Notices; readonly message: Message | undefined};

/** Nobody reads further back. */
const most = 50;

const order = ['note', 'warn', 'bad'] as const;

/** Each is told once. Several at the same time are one message: the first of them, and how many more there are. What its user is asked or told because of a key stays in front. */
export function takeNotice<Teller extends Told>(navigation: Teller, noted: Noted): Teller {
	const {notices, message} = navigation;
	if (notices.list.some(({text}) => text === noted.text)) {
		return navigation;
	}

	const list = [...notices.list, noted].slice(-most);
	if (message !== undefined && message !== notices.shown) {
		return {...navigation, notices: {...notices, list}};
	}

	return withUnread({...navigation, notices: {...notices, list, details: noted.details ?? notices.details}}, [...(message === undefined ? [] : notices.unread), noted]);
}

/** Its moment is over: what stands beside it stays. */
export function endNotice<Teller extends Told>(navigation: Teller, text: string): Teller {
	const {notices, message} = navigation;
	return message === undefined || message !== notices.shown || notices.unread.every(noted => noted.text !== text) ? navigation : withUnread(navigation, notices.unread.filter(noted => noted.text !== text));
}

/** It holds no longer, so it is said no longer: neither now nor among the problems. Should it come true again, it is said again. */
export function withdrawNotice<Teller extends Told>(navigation: Teller, text: string): Teller {
	const gone = navigation.notices.list.find(noted => noted.text === text);
	if (gone === undefined) {
		return navigation;
	}

	const ended = endNotice(navigation, text);
	const {list, details} = ended.notices;
	return {...ended, notices: {...ended.notices, list: list.filter(noted => noted !== gone), details: details === gone.details ? undefined : details}};
}

/** Another key than the one of the details was pressed. */
export function leaveDetails<Teller extends Told>(navigation: Teller): Teller {
	return navigation.notices.details === undefined ? navigation : {...navigation, notices: {...navigation.notices, details: undefined}};
}

function withUnread<Teller extends Told>(navigation: Teller, unread: readonly Noted[]): Teller {
	const [first] = unread;
	const shown: Message | undefined = first === undefined ? undefined : {
		level: order[Math.max(...unread.map(({level}) => order.indexOf(level)))] ?? 'note',
		text: unread.length === 1 ? wholeText(first) : `${first.text}   (and ${unread.length - 1} more: / problems lists them)`,
	};
	return {...navigation, notices: {...navigation.notices, unread, shown}, message: shown};
}

function wholeText({text, details}: Noted): string {
	return details === undefined ? text : `${text} (details: ${details.key})`;
}
