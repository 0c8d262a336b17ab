import {useEffect, useRef} from 'preact/hooks';
import uPlot from 'uplot';

import 'uplot/dist/uPlot.min.css';

/** In UTC, as everywhere in the console. */
const timeOfDay = (seconds: number) => new Date(seconds * 1_000).toISOString().slice(11, 19);

/** A few lines over the last minutes. `rows`: time in seconds, then one value a line. */
export function Chart(props: {title: string; names: string[]; rows: number[][]}) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const columns = () => {
    const all: number[][] = [[], ...props.names.map(() => [])];
    for (const row of props.rows) row.forEach((value, i) => all[i]?.push(value));
    return all as uPlot.AlignedData;
  };
  useEffect(() => {
    const at = place.current;
    if (at === null) return undefined;
    const style = getComputedStyle(at);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--dim'),
      grid: {stroke: colour('--line'), width: 1},
      ticks: {stroke: colour('--line'), width: 1},
      font: '11px ui-monospace, monospace',
    };
    const made = new uPlot(
      {
        width: Math.max(at.clientWidth, 200),
        height: 160,
        cursor: {y: false},
        legend: {live: false},
        scales: {y: {range: (_, low, high) => [Math.min(0, low ?? 0), Math.max(1, high ?? 1)]}},
        axes: [{...axis, values: (_, all) => all.map(timeOfDay)}, {...axis, size: 56}],
        series: [
          {},
          ...props.names.map((name, i) => ({
            label: name,
            stroke: colour(`--series-${i + 1}`),
            width: 1.5,
            points: {show: false},
          })),
        ],
      },
      columns(),
      at,
    );
    plot.current = made;
    const watch = new ResizeObserver(() =>
      made.setSize({width: Math.max(at.clientWidth, 200), height: 160}),
    );
    watch.observe(at);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [props.title]);
  useEffect(() => plot.current?.setData(columns()), [props.rows]);
  const last = props.rows.at(-1);
  const said = props.names.map((name, i) => `${name} ${last?.[i + 1] ?? 0}`).join(', ');
  return (
    <figure class="chart">
      <figcaption>{props.title}</figcaption>
      <div ref={place} role="img" aria-label={`${props.title}: ${said}`} />
    </figure>
  );
}
