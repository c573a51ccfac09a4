import {agentOf} from '../../launch/catalogue.js';
import type {ClientState} from '../../client/state.js';
import type {Instant, Session} from '../../session/session.js';
import {formatAge, lastPart, shortFolder} from '../text/format.js';
import {agentName, isAlive, lookOf} from '../text/session-state.js';
import {blankLine, span, spread, type Line} from '../text/spans.js';
import {placeNames} from '../keys/keymap.js';
import type {BoxRow} from './box-rows.js';
import type {RecentLaunch} from './library.js';
import {shortId} from './pick.js';

type Drawn = {
	readonly client: ClientState | undefined;
	readonly isSelected: boolean;
	/** The digit that means this row, if one does. */
	readonly number: number | undefined;
	readonly cols: number;
	readonly now: Instant;
	readonly home: string;
};

/** One row of the box: what it is at the left, what Enter does with it at the right. */
export function rowLine(row: BoxRow, {client, isSelected, number, cols, now, home}: Drawn): Line {
	const mark = [span(isSelected ? '▸ ' : '  ', 'accent'), span(number === undefined ? '' : `${number} `, 'dim')];
	const title = (text: string) => span(text, isSelected ? 'focus' : 'text');
	switch (row.type) {
		case 'line':
		case 'conversation': {
			return blankLine;
		}

		case 'session': {
			const {session} = row;
			const look = lookOf(session, client?.meter.sessions[session.id]?.inFlight ?? 0);
			const said = session.message === undefined ? '' : `  ${session.message}`;
			return spread(
				[...mark, span(`${look.symbol} `, look.role), title(agentName(session)), span(`${nameAndFolder(session)}${said}`, 'dim')],
				[span(`  ${look.word}   `, look.role), span(isAlive(session) ? 'jump' : 'restore', 'dim')],
				cols,
			);
		}

		case 'launch': {
			const [left, right] = launchParts(row.launch, {isSelected, now, home});
			return spread([...mark, ...left], right, cols);
		}

		case 'workspace': {
			return spread([...mark, title(`workspace ${row.workspace + 1}`), span(`  ${row.names}`, 'dim')], [span('  go there', 'dim')], cols);
		}

		case 'action': {
			return spread([...mark, title(row.row.label)], [span(row.row.shown, 'accent')], cols);
		}

		case 'service': {
			return spread([...mark, title(row.deed.name), span(`  ${row.deed.says}`, 'dim')], [span('  service', 'dim')], cols);
		}

		case 'code': {
			return spread([...mark, span(`${row.code.padEnd(6)}`, 'accent'), title(row.text)], [span('  code', 'dim')], cols);
		}

		case 'model': {
			return spread([...mark, title(row.model)], [span('  model of the next code', 'dim')], cols);
		}

		case 'setting': {
			return spread([...mark, title(row.setting.key), span(`  ${row.setting.value}`, 'dim')], [span('  setting', 'dim')], cols);
		}

		case 'preference': {
			const {name, value, values} = row.preference;
			return spread([...mark, title(name), span(`  ${value}`, 'dim')], [span(`  changes it: ${values.join(' ')}`, 'dim')], cols);
		}

		case 'keys': {
			return spread([...mark, title(`keys: ${placeNames[row.place]}`)], [span('  help', 'dim')], cols);
		}

		case 'page': {
			return spread([...mark, title(row.page.title), span(`  ${row.page.file}`, 'dim')], [span('  help', 'dim')], cols);
		}

		case 'copied': {
			return spread([...mark, title(`"${row.copied.start}"`), span(`  ${row.copied.size}`, 'dim')], [span('  paste', 'dim')], cols);
		}

		case 'notice': {
			return spread([...mark, span(row.notice.text, row.notice.level === 'note' ? 'text' : row.notice.level)], [span('  read', 'dim')], cols);
		}
	}
}

function launchParts({code, cwd, at, conversation}: RecentLaunch, {isSelected, now, home}: Pick<Drawn, 'isSelected' | 'now' | 'home'>): readonly [left: Line, right: Line] {
	return [
		[span(`${code.padEnd(6)}`, 'accent'), span(agentOf(code[0] ?? '')?.title ?? '', isSelected ? 'focus' : 'text'), span(`  ${shortFolder(cwd, home)}`, 'dim')],
		[span(`  ${formatAge(at, now)}   ${conversation === undefined ? 'start' : `go on with ${shortId(conversation)}`}`, 'dim')],
	];
}

/** The folder only where the name does not say it. */
function nameAndFolder(session: Session): string {
	return [session.name, lastPart(session.cwd)].filter((part, index, parts) => part !== agentName(session) && parts.indexOf(part) === index).map(part => `  ${part}`).join('');
}
