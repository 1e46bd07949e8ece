"""An editor as a language server sees it: files are opened, and asked about at a place."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

PATIENCE = 120
"""Seconds that an answer may take: machines of a CI are slow, and busy with other tests."""


class Editor:
    """The yaml-language-server, with one schema for all files of a folder."""

    def __init__(self, program: Path, folder: Path, schema: Path) -> None:
        self.folder = folder
        self._settings = {
            "yaml": {
                "schemas": {schema.as_uri(): ["*.yaml"]},
                "schemaStore": {"enable": False},
                "validate": True,
                "hover": True,
                "completion": True,
            }
        }
        self._told: dict[str, list[dict[str, Any]]] = {}
        self._number = 0
        self._server = subprocess.Popen(
            ["node", str(program), "--stdio"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        )  # fmt: skip
        able = {"workspace": {"configuration": True}, "textDocument": {"hover": {"contentFormat": ["markdown"]}}}
        self._ask("initialize", {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": able})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": self._settings})

    def problems(self, name: str, text: str) -> list[str]:
        """Open a file, and return what the editor would underline: line, and what is said."""
        uri = self._uri(name)
        self._told.pop(uri, None)
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        while uri not in self._told:
            self._take()
        return [f"{name}:{each['range']['start']['line'] + 1}: {each['message']}" for each in self._told[uri]]

    def hover(self, name: str, line: int, column: int) -> str:
        """Return what is shown beside the pointer; line and column count from 0."""
        found = self._ask("textDocument/hover", self._at(name, line, column))
        return str(found["contents"]["value"]) if found else ""

    def completion(self, name: str, line: int, column: int) -> dict[str, str]:
        """Return what is offered at the cursor, each with what is said of it."""
        found = self._ask("textDocument/completion", self._at(name, line, column))
        items = found["items"] if isinstance(found, dict) else found or []
        return {str(each["label"]): _said(each.get("documentation", "")) for each in items}

    def close(self) -> None:
        self._server.kill()
        self._server.communicate()

    def _uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def _at(self, name: str, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": self._uri(name)}, "position": {"line": line, "character": column}}

    def _ask(self, method: str, params: Any) -> Any:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while True:
            found = self._take()
            if found.get("id") == number and "method" not in found:
                assert "error" not in found, found
                return found["result"]

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._server.stdin.flush()

    def _take(self) -> dict[str, Any]:
        """Read one message; what the server asks of an editor is answered on the way."""
        assert self._server.stdout
        length = 0
        while (line := self._server.stdout.readline().strip()) or not length:
            assert line or self._server.poll() is None, "the server has ended"
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self._server.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self._told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": self._answer(message)})
        return message

    def _answer(self, message: dict[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [self._settings.get(each.get("section"), {}) for each in message["params"]["items"]]


def _said(documentation: Any) -> str:
    return str(documentation["value"]) if isinstance(documentation, dict) else str(documentation)
