/* Search runs in a worker, and browsers refuse workers to pages from a disk. There, a hidden frame takes its place:
   the same script, the same messages. Scripts that load further scripts are not served; English search needs none. */
"use strict";
if (location.protocol === "file:") {
  window.Worker = window.IFrameWorker = class extends EventTarget {
    #inside;

    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "search";
      this.#inside = new Promise((ready) => frame.addEventListener("load", () => {
        const inside = frame.contentWindow;
        inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
        const script = inside.document.createElement("script");
        script.addEventListener("load", () => ready(inside));
        script.src = url;
        inside.document.head.append(script);
      }, { once: true }));
      document.body.append(frame);
    }

    postMessage(data) {
      this.#inside.then((inside) => inside.dispatchEvent(new inside.MessageEvent("message", { data })));
    }

    terminate() {}
  };
}
