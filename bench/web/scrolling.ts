/** Marks what is wider than its place, so that it is seen to scroll where scrollbars are hidden, and lets the keyboard reach it. */
export function showScrolling(host: HTMLElement): void {
  // What scrolls must be reachable by keyboard.
  host.tabIndex = 0;
  const mark = () => {
    const hidden = host.scrollWidth - host.clientWidth;
    host.classList.toggle('overflowing', hidden > 1);
    host.classList.toggle('more', hidden - host.scrollLeft > 1);
  };
  host.addEventListener('scroll', mark, { passive: true });
  const observer = new ResizeObserver(mark);
  observer.observe(host);
  for (const child of host.children) observer.observe(child);
}
