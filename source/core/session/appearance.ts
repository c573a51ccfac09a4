/** How a terminal looks to the programs in it. Colours are 0xRRGGBB. */
export type Appearance = {readonly scheme: 'dark' | 'light'; readonly foreground?: number | undefined; readonly background?: number | undefined};

/** What programs are told until a dashboard says what its terminal looks like. */
export const usualAppearance: Appearance = {scheme: 'dark'};

const usual = {
	dark: {foreground: 0xE5_E5_E5, background: 0x14_14_18},
	light: {foreground: 0x1F_1F_1F, background: 0xFA_FA_FA},
} as const;

/** Foreground and background, those of the scheme where they are not known. */
export function coloursOf({scheme, foreground = usual[scheme].foreground, background = usual[scheme].background}: Appearance): {readonly foreground: number; readonly background: number} {
	return {foreground, background};
}
