// JupyterLab makes the entries of its export menu from the names of exporters, in which only letters, digits and
// underscores may stand. This gives ours the names that they have in words. It is a federated module as webpack would
// write it, short enough to be written by hand.
const names = {
  marketshare_html: "Market-share report (HTML)",
  marketshare_pdf: "Market-share report (PDF)",
};

const plugin = {
  id: "marketshare:names",
  description: "Names the two reports in the export menu and in the command palette.",
  autoStart: true,
  activate: ({ commands }) => {
    const label = commands.label.bind(commands);
    commands.label = (id, args = {}) =>
      label(id, id === "notebook:export-to-format" && args.format in names ? { ...args, label: names[args.format] } : args);
  },
};

window._JUPYTERLAB = window._JUPYTERLAB || {};
window._JUPYTERLAB.marketshare = {
  init: () => {},
  get: () => Promise.resolve(() => ({ __esModule: true, default: plugin })),
};
