import {paletteColour, rgbColour} from './cells.js';

/** How many colours the outer terminal is given. Chosen once; every cell passes through `reduceColour` on its way out and nowhere else. */
export type ColourDepth = 'truecolor' | '256' | '16' | 'none';

type Environment = Readonly<Record<string, string | undefined>>;

/** https://no-color.org: any value but the empty one means no colour. */
export function colourDepthOf(environment: Environment): ColourDepth {
	const {NO_COLOR: noColour, COLORTERM: colourTerm, TERM: term = ''} = environment;
	if ((noColour !== undefined && noColour !== '') || term === 'dumb') {
		return 'none';
	}

	if (colourTerm === 'truecolor' || colourTerm === '24bit' || term.endsWith('-direct')) {
		return 'truecolor';
	}

	return term.includes('256color') || /^(xterm-kitty|xterm-ghostty|alacritty|foot)/.test(term) ? '256' : '16';
}

export function reduceColour(colour: number, depth: ColourDepth): number {
	switch (depth) {
		case 'truecolor': {
			return colour;
		}

		case '256': {
			return isRgb(colour) ? remembered(nearest, colour, () => paletteColour | nearest256(channelsOf(colour))) : colour;
		}

		case '16': {
			return colour === 0 ? 0 : remembered(nearestOf16, colour, () => paletteColour | nearest16(colour));
		}

		case 'none': {
			return 0;
		}
	}
}

/** A screen has few colours, and each is on many cells. A picture has more than it pays to remember. */
const mostRemembered = 4096;
const nearest = new Map<number, number>();
const nearestOf16 = new Map<number, number>();

function remembered(known: Map<number, number>, colour: number, find: () => number): number {
	const found = known.get(colour) ?? find();
	if (known.size >= mostRemembered) {
		known.clear();
	}

	known.set(colour, found);
	return found;
}

type Channels = readonly [red: number, green: number, blue: number];

function isRgb(colour: number): boolean {
	return (colour & rgbColour) !== 0;
}

function channelsOf(colour: number): Channels {
	return [(colour >> 16) & 0xFF, (colour >> 8) & 0xFF, colour & 0xFF];
}

const cubeSteps = [0, 95, 135, 175, 215, 255] as const;

function nearest256(channels: Channels): number {
	const [red, green, blue] = channels.map(value => nearestStep(value)) as [number, number, number];
	const cube: Channels = [cubeSteps[red] ?? 0, cubeSteps[green] ?? 0, cubeSteps[blue] ?? 0];
	const average = (channels[0] + channels[1] + channels[2]) / 3;
	const step = Math.max(0, Math.min(23, Math.round((average - 8) / 10)));
	const grey = 8 + (step * 10);
	return distance(channels, [grey, grey, grey]) < distance(channels, cube) ? 232 + step : 16 + (36 * red) + (6 * green) + blue;
}

function nearestStep(value: number): number {
	if (value < 48) {
		return 0;
	}

	return value < 115 ? 1 : Math.min(5, Math.floor((value - 35) / 40));
}

/** The sixteen as xterm ships them: a user's own palette cannot be asked without waiting. */
const sixteen: readonly Channels[] = [
	[0, 0, 0], [205, 0, 0], [0, 205, 0], [205, 205, 0], [0, 0, 238], [205, 0, 205], [0, 205, 205], [229, 229, 229],
	[127, 127, 127], [255, 0, 0], [0, 255, 0], [255, 255, 0], [92, 92, 255], [255, 0, 255], [0, 255, 255], [255, 255, 255],
];

function nearest16(colour: number): number {
	const index = colour & 0xFF;
	if (!isRgb(colour) && index < 16) {
		return index;
	}

	const wanted = isRgb(colour) ? channelsOf(colour) : channelsOf256(index);
	let best = 0;
	for (const [candidate, channels] of sixteen.entries()) {
		if (distance(wanted, channels) < distance(wanted, sixteen[best] ?? wanted)) {
			best = candidate;
		}
	}

	return best;
}

function channelsOf256(index: number): Channels {
	if (index >= 232) {
		const grey = 8 + ((index - 232) * 10);
		return [grey, grey, grey];
	}

	const cube = index - 16;
	return [cubeSteps[Math.floor(cube / 36)] ?? 0, cubeSteps[Math.floor(cube / 6) % 6] ?? 0, cubeSteps[cube % 6] ?? 0];
}

function distance(one: Channels, other: Channels): number {
	return ((one[0] - other[0]) ** 2) + ((one[1] - other[1]) ** 2) + ((one[2] - other[2]) ** 2);
}
