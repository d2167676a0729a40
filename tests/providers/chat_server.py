"""A server that speaks as much of OpenAI's chat completions as a describer needs, and remembers what it was sent."""

from contextlib import AbstractContextManager

from tests.model_server import ModelServer, answering


class ChatServer(ModelServer):
    """What the server shall say, and what it was asked."""

    def says(
        self, content: str | None, *, status: int = 200, headers: dict[str, str] | None = None, **more: object
    ) -> None:
        """Queue an answer; the last one is repeated."""
        message = {"role": "assistant", "content": content, **more}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
        body = {
            "id": "c1",
            "object": "chat.completion",
            "created": 1,
            "model": "gpt-4o-mini",
            "choices": [choice],
            "usage": usage,
        }
        self.answer(body, status=status, headers=headers)


def chatting() -> AbstractContextManager[ChatServer]:
    """Run a server on a port of its own."""
    return answering(ChatServer())
