"""Checks the languages asked for against those at hand."""

from collections.abc import Collection

from pressroom.kernel.errors import Invalid


def require_languages(languages: str, *, installed: Collection[str]) -> None:
    """Do nothing if every code in `languages` (`eng+deu`) is installed; else raise Invalid (`language_missing`)."""
    missing = [code for code in languages.split("+") if code not in installed]
    if missing:
        raise Invalid(
            f"The OCR language {' and '.join(repr(code) for code in missing)} is not installed; "
            f"{', '.join(sorted(installed)) or 'none'} can be used. Change PRESSROOM_OCR_LANGUAGES, or put the "
            "language's .traineddata file into a folder and name it in PRESSROOM_TESSDATA_DIR.",
            code="language_missing",
        )
