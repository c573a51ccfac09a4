import test from 'ava';
import {paletteColour, rgbColour} from '../../../../source/core/view/cells/cells.js';
import {reduceColour} from '../../../../source/core/view/cells/colour.js';
import {contrast} from '../../../../source/core/view/looks/contrast.js';
import {paletteOf, sgrOf, type Scheme, type ThemeName} from '../../../../source/core/view/looks/palettes.js';
import type {Role} from '../../../../source/core/view/text/role.js';

/** Backgrounds that people have: plain ones, and those of the themes that terminals ship and developers take. */
const backgrounds: Readonly<Record<Scheme, readonly number[]>> = {
	dark: [0x00_00_00, 0x1D_1F_21, 0x28_2C_34, 0x00_2B_36, 0x28_28_28, 0x2E_34_40, 0x30_0A_24, 0x14_14_18],
	light: [0xFF_FF_FF, 0xFD_F6_E3, 0xFA_FA_FA, 0xEF_F1_F5, 0xFB_F1_C7],
};

/** `line` draws edges only: nothing is lost to whoever cannot see one. Every other role carries words. */
const textRoles: readonly Role[] = ['text', 'dim', 'accent', 'focus', 'ok', 'busy', 'ask', 'warn', 'bad'];

const themes: ReadonlyArray<readonly [name: ThemeName, scheme: Scheme, least: number]> = [
	['dark', 'dark', 4.5],
	['light', 'light', 4.5],
	['high-contrast', 'dark', 7],
	['high-contrast', 'light', 7],
];

/** The sixteen that xterm ships, written out here: what is judged must not be the judge. */
const sixteen = [0x00_00_00, 0xCD_00_00, 0x00_CD_00, 0xCD_CD_00, 0x00_00_EE, 0xCD_00_CD, 0x00_CD_CD, 0xE5_E5_E5, 0x7F_7F_7F, 0xFF_00_00, 0x00_FF_00, 0xFF_FF_00, 0x5C_5C_FF, 0xFF_00_FF, 0x00_FF_FF, 0xFF_FF_FF];
const steps = [0, 95, 135, 175, 215, 255];

function rgbOf256(index: number): number {
	if (index < 16) {
		return sixteen[Number(index)] ?? 0;
	}

	if (index >= 232) {
		return (8 + ((index - 232) * 10)) * 0x01_01_01;
	}

	const cube = index - 16;
	return ((steps[Math.floor(cube / 36)] ?? 0) << 16) | ((steps[Math.floor(cube / 6) % 6] ?? 0) << 8) | (steps[cube % 6] ?? 0);
}

for (const [name, scheme, least] of themes) {
	const palette = paletteOf(name, scheme);
	for (const background of backgrounds[scheme]) {
		const shown = `#${background.toString(16).padStart(6, '0')}`;
		test(`${name} can be read on ${shown} with all colours and with 256`, t => {
			for (const role of textRoles) {
				const {colour} = palette[role];
				if (colour === undefined) {
					continue;
				}

				const reduced = reduceColour(rgbColour | colour, '256');
				t.is(reduced & ~0xFF, paletteColour);
				for (const seen of [colour, rgbOf256(reduced & 0xFF)]) {
					t.true(contrast(seen, background) >= least, `${role} #${seen.toString(16)}: ${contrast(seen, background).toFixed(2)}`);
				}
			}
		});

		// The sixteen are the user's own; on xterm's black and white they can be judged.
		if (background === 0 || background === 0xFF_FF_FF) {
			test(`${name} can be read on ${shown} with sixteen colours`, t => {
				for (const role of textRoles) {
					const index = palette[role].sixteen;
					const seen = index === undefined ? undefined : sixteen[Number(index)] ?? 0;
					t.true(seen === undefined || contrast(seen, background) >= least, `${role} ${index}: ${contrast(seen ?? 0, background).toFixed(2)}`);
				}
			});
		}
	}

	test(`${name} on ${scheme} shows the edges of boxes`, t => {
		const {colour} = palette.line;
		for (const background of backgrounds[scheme]) {
			t.true(colour === undefined || contrast(colour, background) >= 1.9, `${contrast(colour ?? 0, background)}`);
		}
	});
}

test('a colour is named as many ways as terminals have colours', t => {
	const {ask, bad} = paletteOf('light', 'light');
	t.is(sgrOf(ask, 'truecolor'), '1;38;2;135;95;0');
	t.is(sgrOf(ask, '16'), '31');
	t.is(sgrOf(bad, 'none'), '1');
	t.is(sgrOf(paletteOf('dark', 'dark').busy, '16'), '96');
	t.is(sgrOf(paletteOf('dark', 'dark').text, 'truecolor'), '');
});
