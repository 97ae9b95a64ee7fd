/** Labels beside each other that do not cover each other. */

/**
 * Moves positions apart until they are `gap` from each other and between `low` and `high`, if there is room, each as little as
 * its neighbours let it. They keep their order.
 */
export function spread(positions: readonly number[], gap: number, low: number, high: number): number[] {
  const order = positions.map((_, i) => i).toSorted((a, b) => (positions[a] as number) - (positions[b] as number));
  /** Labels that touch each other, as one: they are centred where their own positions are on average. */
  const blocks: { members: number[]; sum: number }[] = [];
  const topOf = ({ members, sum }: (typeof blocks)[number]) => {
    const height = (members.length - 1) * gap;
    return Math.max(low, Math.min(high - height, sum / members.length - height / 2));
  };
  for (const i of order) {
    let block = { members: [i], sum: positions[i] as number };
    for (let above = blocks.at(-1); above && topOf(above) + above.members.length * gap > topOf(block); above = blocks.at(-1)) {
      blocks.pop();
      block = { members: [...above.members, ...block.members], sum: above.sum + block.sum };
    }
    blocks.push(block);
  }
  const moved = new Array<number>(positions.length);
  for (const block of blocks) {
    for (const [k, i] of block.members.entries()) moved[i] = topOf(block) + k * gap;
  }
  return moved;
}
