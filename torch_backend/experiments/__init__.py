"""The thesis's experiments: numeric results, with exact ones beside them where these are cheap."""
