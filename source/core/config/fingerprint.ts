/**
A short text that differs where the long one does, for telling that a file is the one of before. Two 32-bit FNV-1a sums and the length: no defence against somebody who wants them to agree, and none is needed for one's own file.
*/
export function fingerprint(text: string): string {
	let one = 0x81_1C_9D_C5;
	let other = 0x05_0C_5D_1F;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index); // eslint-disable-line unicorn/prefer-code-point -- every unit counts, halves of pairs too
		one = Math.imul(one ^ code, 0x01_00_01_93);
		other = Math.imul(other ^ (code + index), 0x01_00_01_93);
	}

	return [text.length, one >>> 0, other >>> 0].map(part => part.toString(36)).join('.');
}
