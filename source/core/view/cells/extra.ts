import {extraBit, type Extra, type Grid, type Link} from './cells.js';

/** As VTE: https://gitlab.gnome.org/GNOME/vte, `VTE_HYPERLINK_URI_LENGTH_MAX` and `VTE_HYPERLINK_ID_LENGTH_MAX`. */
const longestUri = 2083;
const longestId = 250;

/** What a click may open without surprise; a program that shows text of others could offer anything else. */
const opened = /^(?:https?|file):\/\/|^mailto:/i;
/** Blanks as well: a target has none, and a terminal may take them for its end. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const harmful = /[\u0000-\u0020\u007F-\u00A0\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069\uD800-\uDFFF]/gu;

/** A program's link as it may reach the outer terminal: nothing in it ends the sequence that it stands in. Undefined where it is none that is carried. */
export function carriedLink(uri: string, id: string): Link | undefined {
	if (uri.length > longestUri || id.length > longestId) {
		return undefined;
	}

	const target = uri.replaceAll(harmful, '');
	return opened.test(target) ? {uri: target, id: id.replaceAll(harmful, '').replaceAll(/[:;]/g, '')} : undefined;
}

/** What the cell at this index has; undefined for nearly all. */
export function extraOf({style, extras}: Grid, index: number): Extra | undefined {
	return ((style[index] ?? 0) & extraBit) === 0 ? undefined : extras.get(index);
}

export function isSameExtra(one: Extra | undefined, other: Extra | undefined): boolean {
	return one === other || (one?.underline === other?.underline && isSameLink(one?.link, other?.link));
}

export function isSameLink(one: Link | undefined, other: Link | undefined): boolean {
	return one === other || (one?.uri === other?.uri && one?.id === other?.id);
}
