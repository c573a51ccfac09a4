import type {IBufferCell, Terminal} from '@xterm/headless';
import type {Extra, Link} from '../core/view/cells/cells.js';
import {carriedLink} from '../core/view/cells/extra.js';
import {internalsOf} from './emulator-internals.js';
import {penOfCell, underlineColourOf, underlineOf} from './emulator-pen.js';

export type ExtraReader = (cell: IBufferCell) => Extra | undefined;

/**
Reads the link of a cell and the colour of its underline. The emulator publishes neither: a cell's extended attributes have the number of its link, and the service for OSC 8 knows what stands behind the number.
*/
export function createExtraReader(terminal: Terminal): ExtraReader {
	const {_oscLinkService: service} = internalsOf(terminal);
	const links = new WeakMap<object, {readonly link: Link | undefined}>();

	const linkOf = (number: number): Link | undefined => {
		const data = service.getLinkData(number);
		if (data === undefined) {
			return undefined;
		}

		// One without an id is a link of its own as well: what is drawn of it in pieces has to be told from its neighbours and belongs together.
		const known = links.get(data) ?? {link: carriedLink(data.uri, data.id ?? `clutch-${number}`)};
		links.set(data, known);
		return known.link;
	};

	return cell => {
		const pen = penOfCell(cell);
		const underline = underlineOf(pen) === 0 ? 0 : underlineColourOf(pen);
		const link = pen.link === 0 ? undefined : linkOf(pen.link);
		return underline === 0 && link === undefined ? undefined : {underline, link};
	};
}
