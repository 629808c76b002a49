import { writeFileSync } from 'node:fs'
import { parse, View } from 'vega'
import { compile } from 'vega-lite'

// Draws a table as bars. Arguments: the file to write, and the bars as JSON: [{ "name": "…", "perSecond": 1 }, …].
const [file = '', bars = '[]'] = process.argv.slice(2)

/** Read on white and on black alike. */
const GREY = '#7d8590'
const text = { color: GREY, fontSize: 13 }
const { spec } = compile({
  data: { values: JSON.parse(bars) },
  width: 480,
  height: { step: 30 },
  background: 'transparent',
  encoding: {
    y: {
      field: 'name',
      type: 'nominal',
      sort: null,
      axis: {
        title: null,
        labelColor: GREY,
        labelFontSize: 13,
        labelLimit: 0,
        labelPadding: 8,
        domain: false,
        ticks: false,
      },
    },
    x: { field: 'perSecond', type: 'quantitative', axis: null },
  },
  layer: [
    {
      mark: { type: 'bar', height: 18, cornerRadiusEnd: 3 },
      encoding: {
        color: {
          condition: { test: "datum.name === 'Patmint'", value: '#2f9e6e' },
          value: '#8fa3b8',
        },
      },
    },
    {
      mark: { type: 'text', align: 'left', dx: 6, ...text },
      encoding: { text: { field: 'perSecond', type: 'quantitative', format: ',' } },
    },
  ],
  config: { view: { stroke: null }, font: 'system-ui, sans-serif' },
})
writeFileSync(file, await new View(parse(spec), { renderer: 'none' }).toSVG())
// Its parent may be listened to for as long as it likes.
process.exit()
