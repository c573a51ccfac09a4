import type {ColourDepth} from '../core/view/cells/colour.js';
import {inCharacters} from '../core/view/looks/ascii.js';
import type {Looks} from '../core/view/looks/looks.js';
import {sgrOf} from '../core/view/looks/palettes.js';
import type {Role, Span} from '../core/view/text/role.js';

export type Paint = (spans: readonly Span[]) => string;

/** Styled text. Colours are written in full here and reduced once, by the compositor. */
export function createPaint({palette, borders, symbols}: Pick<Looks, 'palette' | 'borders' | 'symbols'>, depth: ColourDepth): Paint {
	const codes = new Map(Object.entries(palette).map(([role, look]) => [role as Role, sgrOf(look, depth)]));
	return spans => spans.map(({text, role}) => {
		const shown = inCharacters(text, {borders, symbols});
		const code = codes.get(role) ?? '';
		return code === '' || text === '' ? shown : `\u001B[${code}m${shown}\u001B[0m`;
	}).join('');
}
