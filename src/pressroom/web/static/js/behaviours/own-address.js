// A page that answered a form shows the address it can be asked for by: reloading it then sends the form no second time.
export const ownAddress = ({ dataset }) => history.replaceState(history.state, "", dataset.address);
