"""What a device answered to the declared commands, as readers see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from truongluy.verdict import Text


class Unreadable(Exception):
    """A reader could not learn the fact; the controls that need it become `error`, with this reason.

    Readers may give plain English; what every reader shares is said in both languages.
    """

    def __init__(self, reason: str | Text) -> None:
        self.text = reason if isinstance(reason, Text) else Text(reason, reason)
        super().__init__(self.text.en)


@dataclass(frozen=True)
class Answer:
    """The answer to one command: standard output, the tail of standard error, exit status."""

    stdout: str
    status: int = 0
    stderr: str = ""


class Answers:
    """All answers of one device by command id; reading a failed one raises Unreadable."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = answers
        self.read_ids: set[str] = set()

    @classmethod
    def of(cls, **outputs: str) -> Answers:
        """Answers that all succeeded: for tests of readers."""
        return cls({name: Answer(stdout) for name, stdout in outputs.items()})

    def __getitem__(self, command_id: str) -> str:
        return self.get(command_id)

    def get(self, command_id: str, ok: tuple[int, ...] = (0,)) -> str:
        """Standard output of a command whose exit status is one of `ok`."""
        answer = self._find(command_id)
        if answer.status not in ok:
            detail = answer.stderr.strip().splitlines()[-1:] or ["no error text"]
            said = detail[0][:200]
            raise Unreadable(
                Text(
                    f"lệnh '{command_id}' kết thúc với mã {answer.status}: {said}",
                    f"command '{command_id}' ended with status {answer.status}: {said}",
                )
            )
        return answer.stdout

    def status(self, command_id: str) -> int:
        """Exit status of a command."""
        return self._find(command_id).status

    def _find(self, command_id: str) -> Answer:
        self.read_ids.add(command_id)
        if command_id not in self._answers:
            raise Unreadable(
                Text(
                    f"chứng cứ không có câu trả lời cho lệnh '{command_id}'",
                    f"the evidence holds no answer to command '{command_id}'",
                )
            )
        return self._answers[command_id]
