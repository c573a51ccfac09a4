/** The package has no types of its own; these are the parts that `recording` uses. */
declare module 'gifenc' {
	type Palette = number[][];
	type Encoder = {
		readonly writeFrame: (index: Uint8Array, width: number, height: number, options: {readonly palette?: Palette; readonly delay: number; readonly transparent: boolean; readonly transparentIndex: number; readonly dispose: number}) => void;
		readonly finish: () => void;
		readonly bytes: () => Uint8Array;
	};
	const gifenc: {
		readonly GIFEncoder: () => Encoder;
		readonly quantize: (rgba: Uint8Array, most: number) => Palette;
		readonly applyPalette: (rgba: Uint8Array, palette: Palette) => Uint8Array;
	};
	export = gifenc;
}
